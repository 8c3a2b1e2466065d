"""Opening hours as offices write them, and the times of a day that follow from them.

    工作日 9:00-12:00,13:30-17:00
    工作日 夏季5-9月 9:00-12:00,14:30-17:30; 冬季 9:00-12:00,14:00-17:00

The first word says on which days: 工作日 follows the working-day calendar, 每天 is every day, and
周一至周六 or 周六 are days of the week. Parts with months come before the one for all the others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from tongban.catalog.rules.workdays import is_working_day

WEEKDAYS = "一二三四五六日"
DAYS = re.compile(rf"^(?:工作日|每天|周([{WEEKDAYS}])(?:至周([{WEEKDAYS}]))?)")
MONTHS = re.compile(r"(\d{1,2})-(\d{1,2})月")
RANGE = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Span:
    """From one time of day to another."""

    start: time
    end: time


@dataclass(frozen=True)
class Part:
    """What holds in these months; without months, in all that nothing else is said about."""

    months: frozenset[int]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Hours:
    """`weekdays` None means the working days of the calendar."""

    weekdays: frozenset[int] | None
    parts: tuple[Part, ...]

    def opens_on(self, day: date) -> bool:
        if self.weekdays is None:
            return is_working_day(day)
        return day.weekday() in self.weekdays

    def spans_of(self, month: int) -> tuple[Span, ...]:
        named = [part.spans for part in self.parts if month in part.months]
        others = [part.spans for part in self.parts if not part.months]
        return next(iter([*named, *others]), ())


@lru_cache(maxsize=1024)
def hours_from(text: str) -> Hours | None:
    """What the text says, or None when it says nothing that can be counted with."""
    text = text.strip()
    days = DAYS.match(text)
    if days is None:
        return None
    parts = [_part(each) for each in text[days.end() :].split(";")]
    read = tuple(part for part in parts if part is not None)
    return Hours(_weekdays(days), read) if read and len(read) == len(parts) else None


def spans_on(day: date, *, usual: str, instead: str | None = None) -> tuple[Span, ...]:
    """When an office is open on a day. `instead` is what was announced for this very day:
    other hours, or nothing for closed."""
    if instead is not None:
        return _spans(instead) or ()
    hours = hours_from(usual)
    return hours.spans_of(day.month) if hours and hours.opens_on(day) else ()


def is_clear(text: str) -> bool:
    """Whether a text of the form `9:00-12:00,14:00-17:00` can be counted with; so can nothing."""
    return not text.strip() or _spans(text) is not None


def times_of(spans: tuple[Span, ...], *, minutes: int) -> Iterator[Span]:
    """The times that fit between opening and closing, one after another."""
    for span in spans:
        start, end = _minutes(span.start), _minutes(span.end)
        for begin in range(start, end - minutes + 1, minutes):
            yield Span(_time(begin), _time(begin + minutes))


def _part(text: str) -> Part | None:
    months = MONTHS.search(text)
    spans = _spans(MONTHS.sub("", text))
    if not spans:
        return None
    if months is None:
        return Part(frozenset(), spans)
    first, last = int(months[1]), int(months[2])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    count = (last - first) % 12 + 1
    return Part(frozenset((first - 1 + n) % 12 + 1 for n in range(count)), spans)


def _spans(text: str) -> tuple[Span, ...] | None:
    found: list[Span] = []
    for h1, m1, h2, m2 in RANGE.findall(text):
        start, end = int(h1) * 60 + int(m1), int(h2) * 60 + int(m2)
        after = _minutes(found[-1].end) if found else 0
        if max(int(m1), int(m2)) > 59 or not after <= start < end < 24 * 60:
            return None
        found.append(Span(_time(start), _time(end)))
    return tuple(found) or None


def _weekdays(days: re.Match[str]) -> frozenset[int] | None:
    if days[0] == "工作日":
        return None
    if days[0] == "每天":
        return frozenset(range(7))
    first = WEEKDAYS.index(days[1])
    last = WEEKDAYS.index(days[2]) if days[2] else first
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
