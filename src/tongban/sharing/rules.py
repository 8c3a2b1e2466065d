"""What may be shared, and when. Plain Python: no tables, no clock, no request."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST: Final = timedelta(days=366)
MOST_WORDS: Final = 200
YES_NO: Final[Mapping[str, bool]] = {"true": True, "false": False}


class State(TextChoices):
    """Where a request to ask a register stands."""

    ASKED = "asked", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Taken back")


class Outcome(TextChoices):
    """How a call ended. What it answered is kept with the case, not in the log."""

    WAITING = "waiting", _("On its way")
    FOUND = "found", _("Answered")
    NOTHING = "nothing", _("Nothing on record")
    AWAY = "away", _("No answer")
    REFUSED = "refused", _("Refused")


class Purpose(TextChoices):
    IDENTIFY = "identify", _("To know who somebody is")
    DECIDE = "decide", _("To decide")
    DELIVER = "deliver", _("To deliver the result")


class Class(TextChoices):
    """How much harm a field could do in the wrong hands (数据分级)."""

    OPEN = "open", _("Open")
    INTERNAL = "internal", _("Internal")
    SENSITIVE = "sensitive", _("Sensitive")


class Updated(TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


ANSWERED: Final = frozenset({Outcome.FOUND, Outcome.NOTHING})


def beyond(fields: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """What is asked for and not allowed."""
    return sorted(set(fields) - set(allowed))


def covers(granted: Sequence[str], fields: Iterable[str]) -> bool:
    return not beyond(fields, granted)


def value_of(kind: str, text: Any) -> Any:
    """What a cell of a register means."""
    return YES_NO.get(str(text), "") if kind == "yes_no" else str(text or "")
