"""Working days of mainland China (工作日), with make-up days, for deadlines.

Known days come from `chinesecalendar`; later years fall back to the rule-based `holidays`
package and are provisional, because make-up days are announced only a few weeks ahead.
"""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import chinese_calendar
import holidays

LAST_KNOWN = max(chinese_calendar.holidays).year


class Due(NamedTuple):
    """A day that was counted out, and whether the calendar of that year is still provisional."""

    on: date
    provisional: bool


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """Whether offices work on this day, as far as it is known."""
    if day.year <= LAST_KNOWN:
        return bool(chinese_calendar.is_workday(day))
    return bool(_rules().is_working_day(day))


def after_working_days(start: date, days: int) -> Due:
    """The day on which a period of `days` working days ends; the day of `start` does not count."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return Due(day, day.year > LAST_KNOWN)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))


@cache
def _rules() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
