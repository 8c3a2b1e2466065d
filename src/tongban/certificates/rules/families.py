"""Who may keep somebody else's certificates, and how kinship is proven. Plain Python."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

GROWN_UP: Final = 18
BIRTH, HOUSEHOLD = "birth-medical", "hukou-book"
HEADS: Final = frozenset({"户主", "本人", "夫", "妻", "配偶"})  # how a parent stands to the head
# A child's relation to the head; grandchildren and children-in-law are written otherwise.
CHILD: Final = re.compile(r"(?:长|次|二|三|四|五|六|独生|养|继)?(?:子|女|儿子|女儿)")
Fields = Mapping[str, object]


class TieKind(TextChoices):
    CHILD = "child", _("Child")
    ADULT = "adult", _("With consent")


def birthday(born: date, *, years: int = GROWN_UP) -> date:
    """The birthday with that many years; on the 1st of March for who was born on a leap day."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def born_to(birth: Fields, *, parent: str, child: str, born: date) -> bool:
    """Whether a birth certificate says that this child was born to this parent on that day."""
    parents = {birth.get("mother_id"), birth.get("father_id")} - {None, ""}
    same_day = str(birth.get("born_at", "")).startswith(born.isoformat())
    return parent in parents and birth.get("baby_name") == child and same_day


def in_one_household(parent: Fields, child: Fields) -> bool:
    """Whether two pages of a household register are of a parent and their child."""
    same = parent.get("household_no") and parent["household_no"] == child.get("household_no")
    head, relation = str(parent.get("relation", "")), str(child.get("relation", ""))
    return bool(same) and head in HEADS and CHILD.fullmatch(relation) is not None
