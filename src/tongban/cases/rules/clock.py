"""When a case is due (时限): working or calendar days, and the pauses that stop them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_high

from tongban.cases.rules.package import Limit
from tongban.catalog.rules.workdays import LAST_KNOWN, Due, after_working_days, working_days_between

Stretch = tuple[date, date]  # the first and the last day of a pause

TO_ACCEPT = Limit(
    days=5, working=True
)  # 行政许可法 32: five working days to accept or to say why not
TO_CORRECT = Limit(days=15, working=True)
TO_REMIND = Limit(days=3, working=True)  # before the last day to correct
ENOUGH_TO_PREDICT = 5


def due(limit: Limit, start: date, pauses: Iterable[Stretch] = ()) -> Due:
    """The last day of a limit. The day on which it begins and paused days do not count."""
    days = limit.days + sum(paused_days(limit, pause) for pause in pauses)
    if limit.working:
        return _on_a_working_day(after_working_days(start, days).on)
    return _on_a_working_day(start + timedelta(days=days))


def paused_days(limit: Limit, pause: Stretch) -> int:
    """How many days a pause takes out of the count."""
    first, last = pause
    return working_days_between(first, last) if limit.working else (last - first).days


def used_days(limit: Limit, start: date, today: date, pauses: Iterable[Stretch] = ()) -> int:
    """How many days of a limit are gone, pauses not counted."""
    whole = working_days_between(start, today) if limit.working else (today - start).days
    return max(0, whole - sum(paused_days(limit, pause) for pause in pauses))


def is_near(last: date, *, since: date, today: date) -> bool:
    """Whether the last day is so near that a word about it helps; not on the day it was set."""
    return since < today <= last and working_days_between(today, last) <= TO_REMIND.days


def usual_days(finished: Iterable[int]) -> int | None:
    """What similar cases took, in working days; None when there are too few to say."""
    days = list(finished)
    return median_high(days) if len(days) >= ENOUGH_TO_PREDICT else None


def _on_a_working_day(day: date) -> Due:
    """民法典 203: a period that ends on a holiday ends on the next working day."""
    on = after_working_days(day - timedelta(days=1), 1).on
    return Due(on, on.year > LAST_KNOWN)


@dataclass(frozen=True)
class Clock:
    """What the applicant and the handler see of the time."""

    stage: str  # filling | accepting | correcting | deciding | finished
    limit: Limit | None = None
    started_on: date | None = None
    used: int = 0
    due_on: date | None = None
    provisional: bool = False
    paused_since: date | None = None
    predicted_on: date | None = None
    predicted_from: str = ""  # similar | promise

    @property
    def left(self) -> int:
        """Days left; negative when overdue."""
        return self.limit.days - self.used if self.limit else 0

    @property
    def days(self) -> int:
        """Days left, or days over."""
        return abs(self.left)

    @property
    def overdue(self) -> bool:
        return self.left < 0 and self.paused_since is None
