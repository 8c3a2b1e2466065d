"""One question answers both which days and which times: a day that is shown has a time."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.appointments.offering import a_chief, a_line, booked, somebody
from tests.builders import DAY, MONDAY, a_service
from tongban.appointments import operations, queries
from tongban.appointments.models import Slot
from tongban.appointments.operations import Wish
from tongban.core.refusal import Refusal

pytestmark = pytest.mark.django_db
SOME = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SOME
@given(
    hours=st.sampled_from(
        ["工作日 9:00-10:00", "每天 9:00-9:29", "周六 9:00-11:00", "工作日 8:00-9:00,14:00-15:00"]
    ),
    minutes=st.sampled_from([15, 30, 60]),
    counters=st.integers(1, 2),
    ahead=st.integers(1, 12),
    closed=st.lists(st.integers(0, 12), max_size=3, unique=True),
    wants=st.lists(st.integers(0, 60), max_size=25),
    later=st.integers(0, 5 * 24 * 60),
)
def test_a_day_that_is_shown_has_a_time_that_can_be_booked(
    *,
    hours: str,
    minutes: int,
    counters: int,
    ahead: int,
    closed: list[int],
    wants: list[int],
    later: int,
) -> None:
    chief, service = a_chief(), a_service()
    line = a_line(by=chief, hours=hours, minutes=minutes, counters=counters, ahead_days=ahead)
    for n in closed:
        day = date(2026, 3, 2) + timedelta(days=n)
        operations.announce(on=day, reason="x", by=chief, at=MONDAY)
    every = list(line.slots.select_related("schedule__office").order_by("starts_at"))
    for n in wants if every else []:
        _try(every[n % len(every)], service)
    at = MONDAY + timedelta(minutes=later)

    shown = queries.open_days(line, at=at)

    assert all(shown.values()), "a day without a time"
    assert [day for day, times in shown.items() for t in times if t.slot.on != day] == []
    assert not set(queries.full_days(line, at=at)) & set(shown)
    for times in shown.values():  # and what is shown is true
        visit = operations.book(wish=Wish(times[0].slot, service), by=somebody(), at=at)
        assert visit.starts_at == times[0].slot.starts_at


def _try(slot: Slot, service) -> None:  # type: ignore[no-untyped-def]
    try:
        booked(slot, service=service)
    except Refusal:
        return


def test_what_is_not_shown_cannot_be_booked() -> None:
    line, service = a_line(ahead_days=3), a_service()
    at = MONDAY + DAY
    shown = {t.slot.pk for times in queries.open_days(line, at=at).values() for t in times}
    hidden = line.slots.exclude(pk__in=shown).select_related("schedule__office")
    assert hidden.exists()
    for slot in hidden:
        with pytest.raises(Refusal):
            booked(slot, service=service, at=at)
