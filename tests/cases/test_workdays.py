"""Working days of mainland China, with the days that are made up for."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.catalog.rules.workdays import (
    LAST_KNOWN,
    after_working_days,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))
FEW = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 1), False),  # a Sunday
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2026, 2, 14), True),  # a Saturday worked for it
    ],
)
def test_holidays_rest_and_make_up_days_work(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_period_over_the_national_holiday_skips_it() -> None:
    assert after_working_days(date(2026, 9, 30), 1).on == date(2026, 10, 8)


def test_the_day_it_begins_does_not_count() -> None:
    assert after_working_days(date(2026, 3, 2), 0).on == date(2026, 3, 2)
    assert after_working_days(date(2026, 3, 2), 5).on == date(2026, 3, 9)


def test_a_year_that_is_not_announced_yet_is_provisional() -> None:
    assert not after_working_days(date(LAST_KNOWN, 6, 1), 1).provisional
    assert after_working_days(date(LAST_KNOWN + 1, 6, 1), 1).provisional


@settings(deadline=None)  # the first look at a year reads its holidays
@given(DAYS, FEW)
def test_counting_out_and_counting_back_agree(start: date, days: int) -> None:
    end = after_working_days(start, days).on
    assert working_days_between(start, end) == days
    assert working_days_between(end, start) == -days


@settings(deadline=None)  # the first look at a year reads its holidays
@given(DAYS, st.integers(1, 60))
def test_a_period_ends_on_a_working_day(start: date, days: int) -> None:
    assert is_working_day(after_working_days(start, days).on)


@settings(deadline=None)  # the first look at a year reads its holidays
@given(DAYS, FEW)
def test_a_longer_period_ends_later(start: date, days: int) -> None:
    assert after_working_days(start, days).on < after_working_days(start, days + 1).on


@settings(deadline=None)  # the first look at a year reads its holidays
@given(DAYS, FEW)
def test_a_later_start_never_ends_earlier(start: date, days: int) -> None:
    later = start + timedelta(days=1)
    assert after_working_days(start, days).on <= after_working_days(later, days).on
