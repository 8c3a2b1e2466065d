"""How ratings are shown and to whom. Plain Python."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

HIDDEN_FOR = timedelta(hours=24)  # before a rating may join a sealed batch


class Level(IntegerChoices):
    """The five levels of 好差评."""

    VERY_BAD = 1, _("Very dissatisfied")
    BAD = 2, _("Not satisfied")
    FAIR = 3, _("Just about satisfied")
    GOOD = 4, _("Satisfied")
    VERY_GOOD = 5, _("Very satisfied")


@dataclass(frozen=True)
class Opinion:
    """What somebody says: a level, tags that go with it, and words of their own."""

    level: int
    norms: Sequence[str] = ()
    comment: str = ""


@dataclass(frozen=True)
class Given:
    """A rating that another node tells us of. `node` did the work; empty when we did."""

    about: str
    service: str
    office: str
    node: str
    opinion: Opinion
    channel: str
    rated_at: datetime


LOW = frozenset({Level.VERY_BAD, Level.BAD})


def fits(chosen: Collection[str], offered: Collection[str]) -> bool:
    """Whether every tag belongs to the level, and none is named twice."""
    return set(chosen) <= set(offered) and len(set(chosen)) == len(chosen)
