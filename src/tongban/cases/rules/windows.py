"""A remote window: what is hidden in it, and how long it lives. Plain Python."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongban.cases.rules.package import Question
from tongban.identity.rules import masked_number

WAITS: Final = timedelta(minutes=30)
LASTS: Final = timedelta(minutes=45)
DOTS: Final = "••••"
ENDS: Final = {"cn-id-number": 4, "cn-mobile": 3}  # format: characters shown in front
LONG: Final = 9  # shorter ones would show more than they hide


class Mark(TextChoices):
    """What an officer says of a place."""

    LOOK = "look", _("Please look here")
    GOOD = "good", _("Good")
    UNCLEAR = "unclear", _("Unclear")


class Ended(TextChoices):
    """Who ended a window, or what."""

    APPLICANT = "applicant", _("You")
    OFFICER = "officer", _("The officer")
    TIME = "time", _("The time was over")
    LEFT = "left", _("Signed out")


def is_over(*, asked_at: datetime, taken_at: datetime | None, at: datetime) -> bool:
    """Nobody came for half an hour, or it took longer than one conversation does."""
    return at - taken_at >= LASTS if taken_at else at - asked_at >= WAITS


def may_be_hidden(question: Question) -> bool:
    """What somebody chose, and yes or no, is read by the officer; all that was typed is hidden."""
    return not question.choices and question.schema.get("type") != "boolean"


def hidden(question: Question, value: str) -> str:
    """What stands there while it is hidden: enough to speak about it, and no more."""
    form = str(question.schema.get("format") or "")
    if form in ENDS and len(value) > LONG:
        return masked_number(value, front=ENDS[form], back=2)
    return f"{value[:1]}{DOTS}" if value else ""


def place_of(kind: str, key: str) -> str:
    return f"{kind}:{key}"
