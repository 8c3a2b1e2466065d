"""The clock of a case: working days, pauses, and what similar cases took."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.cases.rules.clock import Clock, due, used_days, usual_days
from tongban.cases.rules.package import Limit
from tongban.catalog.rules.workdays import after_working_days, is_working_day

DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 6, 30))
LIMITS = st.builds(Limit, days=st.integers(0, 60), working=st.just(True))
ANY_LIMITS = st.builds(Limit, days=st.integers(0, 60), working=st.booleans())
FEW = st.integers(0, 40)


@settings(deadline=None)  # the first look at a year reads its holidays
@given(ANY_LIMITS, DAYS)
def test_a_case_is_never_due_on_a_day_of_rest(limit: Limit, start: date) -> None:
    assert is_working_day(due(limit, start).on)


@settings(deadline=None)  # the first look at a year reads its holidays
@given(st.builds(Limit, days=st.integers(1, 60), working=st.just(True)), DAYS, FEW, FEW)
def test_a_pause_of_some_working_days_moves_the_due_day_by_as_many(
    limit: Limit, start: date, before: int, paused: int
) -> None:
    first = after_working_days(start, before).on
    last = after_working_days(first, paused).on
    without = due(limit, start).on
    assert due(limit, start, [(first, last)]).on == after_working_days(without, paused).on


@settings(deadline=None)  # the first look at a year reads its holidays
@given(LIMITS, DAYS, st.tuples(FEW, FEW, FEW, FEW))
def test_pauses_add_up(limit: Limit, start: date, steps: tuple[int, int, int, int]) -> None:
    ends = [start]
    for step in steps:
        ends.append(after_working_days(ends[-1], step).on)
    two = [(ends[1], ends[2]), (ends[3], ends[4])]
    one = [(ends[1], after_working_days(ends[1], steps[1] + steps[3]).on)]
    assert due(limit, start, two) == due(limit, start, one)


@settings(deadline=None)  # the first look at a year reads its holidays
@given(ANY_LIMITS, DAYS)
def test_more_time_is_never_due_earlier(limit: Limit, start: date) -> None:
    longer = Limit(limit.days + 1, working=limit.working)
    assert due(limit, start).on <= due(longer, start).on
    assert due(limit, start).on <= due(limit, start + timedelta(days=1)).on


@settings(deadline=None)  # the first look at a year reads its holidays
@given(LIMITS, DAYS, FEW)
def test_used_days_reach_the_limit_on_the_due_day(limit: Limit, start: date, paused: int) -> None:
    pause = (start, after_working_days(start, paused).on)
    end = due(limit, start, [pause]).on
    assert used_days(limit, start, end, [pause]) in {limit.days, limit.days + 1}
    assert used_days(limit, start, start) == 0


def test_calendar_days_that_end_on_a_holiday_end_after_it() -> None:
    assert due(Limit(10, working=False), date(2026, 9, 25)).on == date(2026, 10, 8)


def test_immediate_means_the_same_working_day() -> None:
    assert due(Limit(0, working=True), date(2026, 3, 2)).on == date(2026, 3, 2)
    assert due(Limit(0, working=True), date(2026, 3, 1)).on == date(2026, 3, 2)


def test_too_few_similar_cases_predict_nothing() -> None:
    assert usual_days([1, 2, 3, 4]) is None
    assert usual_days([1, 2, 3, 4, 50]) == 3


def test_a_clock_is_overdue_only_while_it_runs() -> None:
    late = Clock(stage="deciding", limit=Limit(5, working=True), used=6)
    paused = Clock(stage="deciding", limit=late.limit, used=6, paused_since=date(2026, 3, 2))
    assert (late.left, late.overdue, paused.overdue) == (-1, True, False)
