"""How long an authority may take, in working days, by what is asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from tongban.catalog.rules.workdays import LAST_KNOWN, Due, after_working_days
from tongban.hotline.rules.states import Kind

# A question in 5 working days, what needs looking into in 10; laws on personal data give 15.
DAYS: Final[Mapping[Kind, int]] = {
    Kind.CONSULTATION: 5,
    Kind.HELP: 5,
    Kind.COMPLAINT: 10,
    Kind.REPORT: 10,
    Kind.SUGGESTION: 10,
    Kind.PRAISE: 5,
    Kind.WHY: 10,
    Kind.OBJECTION: 15,
    Kind.CORRECTION: 15,
}
URGENT_DAYS: Final = 3
CONTESTED_DAYS: Final = 5  # the second time is shorter
TO_CLOSE_QUIETLY: Final = 10  # working days after an answer that nobody contests
TO_ESCALATE: Final = 5  # working days after the last day, until the next level has it
MAY_CONTEST: Final = timedelta(days=30)  # after closing
MOST_BOUNCES: Final = 2
FOLLOW_UP_DAYS: Final = 15  # a bad rating is put right, or gets a date, within these

VISITED: Final = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.REPORT})  # asked back before closing
PROVEN: Final = VISITED  # and what was done is shown


class Urgency:
    """How soon it must be looked at."""

    AT_ONCE = "at_once"  # the next day, whatever day it is
    URGENT = "urgent"
    USUAL = "usual"


def due(kind: str, start: date, *, urgency: str = Urgency.USUAL) -> Due:
    """The last day to answer; the day on which it begins does not count."""
    if urgency == Urgency.AT_ONCE:
        day = start + timedelta(days=1)
        return Due(day, day.year > LAST_KNOWN)
    days = DAYS[Kind(kind)]
    return after_working_days(start, min(days, URGENT_DAYS) if urgency == Urgency.URGENT else days)
