"""Booking a place: held, confirmed, moved, given back; and every way it is refused."""

from datetime import timedelta

import pytest

from tests.appointments.offering import (
    MINUTE,
    TUESDAY,
    a_chief,
    a_line,
    a_slot,
    booked,
    slots_on,
    somebody,
)
from tests.builders import DAY, HOUR, MONDAY, a_service
from tongban.appointments import operations, queries
from tongban.appointments.models import Place, Visit
from tongban.appointments.operations import Wish, refusals
from tongban.appointments.rules import PlaceState, Status
from tongban.audit.models import Entry
from tongban.core.refusal import KeyReused
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db


def test_a_place_is_held_for_ten_minutes_and_then_booked_with_its_number() -> None:
    slot, service, ana = a_slot(), a_service(), somebody()

    visit = operations.hold(wish=Wish(slot, service), by=ana, at=MONDAY)

    assert visit.status == Status.HELD
    assert visit.held_until == MONDAY + 10 * MINUTE
    visit = operations.confirm(visit=visit, by=ana, at=MONDAY + 9 * MINUTE, about="case/1")
    assert (visit.status, visit.number, visit.about) == (Status.BOOKED, "A001", "case/1")
    message = Message.objects.get(to=ana.person)
    assert (message.template, message.about) == ("appointments/booked", visit.ref)
    assert list(Entry.objects.filter(subject=visit.ref).values_list("action", flat=True)) == [
        "appointments.held",
        "appointments.booked",
    ]


def test_numbers_follow_the_times_of_the_day() -> None:
    line = a_line()
    numbers = [place.ticket for slot in slots_on(line) for place in slot.places.order_by("pk")]
    assert numbers == [f"A{n:03d}" for n in range(1, 17)]


def test_holding_twice_holds_once() -> None:
    slot, service, ana = a_slot(), a_service(), somebody()
    first = operations.hold(wish=Wish(slot, service), by=ana, at=MONDAY)
    again = operations.hold(wish=Wish(slot, service), by=ana, at=MONDAY + MINUTE)
    assert again == first
    assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1


def test_another_time_replaces_the_one_that_is_held() -> None:
    line, service, ana = a_line(), a_service(), somebody()
    first = operations.hold(wish=Wish(a_slot(line), service), by=ana, at=MONDAY)
    other = operations.hold(wish=Wish(a_slot(line, nth=3), service), by=ana, at=MONDAY)
    first.refresh_from_db()
    assert (first.status, other.status) == (Status.CANCELLED, Status.HELD)
    assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1


def test_a_place_that_was_not_confirmed_goes_back() -> None:
    slot, ana = a_slot(), somebody()
    visit = operations.hold(wish=Wish(slot, a_service()), by=ana, at=MONDAY)

    assert operations.lapse(at=MONDAY + 9 * MINUTE) == 0
    assert operations.lapse(at=MONDAY + 10 * MINUTE) == 1

    visit.refresh_from_db()
    assert visit.status == Status.LAPSED
    with pytest.raises(refusals.HoldOver):
        operations.confirm(visit=visit, by=ana, at=MONDAY + 11 * MINUTE)
    assert not Place.objects.filter(state=PlaceState.TAKEN).exists()


def test_an_expired_hold_is_not_confirmed_even_before_the_clock_took_it() -> None:
    visit = operations.hold(wish=Wish(a_slot(), a_service()), by=(ana := somebody()), at=MONDAY)
    with pytest.raises(refusals.HoldOver):
        operations.confirm(visit=visit, by=ana, at=MONDAY + 10 * MINUTE)


def test_two_places_are_given_to_two_and_the_third_hears_that_it_is_full() -> None:
    slot, service = a_slot(), a_service()
    numbers = {booked(slot, service=service).number for _ in range(2)}
    assert numbers == {"A001", "A002"}
    with pytest.raises(refusals.SlotFull):
        booked(slot, service=service)
    assert Visit.objects.count() == 2


def test_confirming_twice_sends_one_message() -> None:
    visit = operations.hold(wish=Wish(a_slot(), a_service()), by=(ana := somebody()), at=MONDAY)
    for _ in range(2):
        operations.confirm(visit=visit, by=ana, at=MONDAY)
    assert Message.objects.count() == 1


def test_the_same_key_books_once_and_another_wish_with_it_is_refused() -> None:
    line, service, ana = a_line(), a_service(), somebody()
    wish = Wish(a_slot(line), service)
    first = operations.book(wish=wish, by=ana, at=MONDAY, idempotency_key="k")
    assert operations.book(wish=wish, by=ana, at=MONDAY, idempotency_key="k") == first
    with pytest.raises(KeyReused):
        other = Wish(a_slot(line, nth=1), service)
        operations.book(wish=other, by=ana, at=MONDAY, idempotency_key="k")
    assert Visit.objects.count() == 1


def test_one_appointment_per_person_and_service() -> None:
    line, service, ana = a_line(), a_service(), somebody()
    booked(a_slot(line), by=ana, service=service)
    with pytest.raises(refusals.AlreadyBooked):
        operations.hold(wish=Wish(a_slot(line, nth=1), service), by=ana, at=MONDAY)
    assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1
    booked(a_slot(line, nth=1), by=ana)  # for another service


def test_what_is_over_is_refused() -> None:
    slot = a_slot()
    with pytest.raises(refusals.SlotOver):
        booked(slot, at=slot.starts_at)


def test_what_is_not_released_is_refused() -> None:
    line = a_line(ahead_days=3)
    coming = line.slots.filter(opens_at__gt=MONDAY).select_related("schedule__office").first()
    assert coming is not None
    with pytest.raises(refusals.NotReleased):
        booked(coming)


def test_a_service_that_is_not_of_this_line_is_refused() -> None:
    line = a_line(services=["id-reissue"])
    with pytest.raises(refusals.NotForService):
        booked(a_slot(line))


def test_places_are_given_to_people_whose_name_is_known() -> None:
    with pytest.raises(refusals.NeedsName):
        booked(by=somebody(level=1))
    assert not Visit.objects.exists()


def test_moving_keeps_the_old_place_until_the_new_one_is_had() -> None:
    line, service, ana = a_line(counters=1), a_service(), somebody()
    visit = booked(a_slot(line), by=ana, service=service)
    booked(a_slot(line, nth=1), service=service)
    with pytest.raises(refusals.SlotFull):
        operations.move(visit=visit, slot=a_slot(line, nth=1), by=ana, at=MONDAY)
    visit.refresh_from_db()
    assert visit.number == "A001"

    visit = operations.move(visit=visit, slot=a_slot(line, nth=2), by=ana, at=MONDAY)

    assert (visit.number, visit.starts_at) == ("A003", a_slot(line, nth=2).starts_at)
    states = dict(Place.objects.filter(slot__on=TUESDAY).values_list("ticket", "state"))
    assert [states[f"A00{n}"] for n in (1, 2, 3)] == ["kept", "taken", "taken"]


def test_cancelling_gives_the_place_back_once() -> None:
    slot, ana = a_slot(), somebody()
    visit = booked(slot, by=ana)
    for _ in range(2):
        operations.cancel(visit=visit, by=ana, at=MONDAY)
    assert Place.objects.get(ticket="A001", slot=slot).state == PlaceState.KEPT
    assert [m.template for m in Message.objects.order_by("pk")] == [
        "appointments/booked",
        "appointments/cancelled",
    ]


def test_nothing_is_cancelled_or_moved_after_it_began() -> None:
    line, ana = a_line(), somebody()
    visit = booked(a_slot(line), by=ana)
    began = visit.starts_at
    assert began is not None
    with pytest.raises(refusals.NotNowAnyMore):
        operations.cancel(visit=visit, by=ana, at=began)
    with pytest.raises(refusals.NotNowAnyMore):
        operations.move(visit=visit, slot=a_slot(line, nth=2), by=ana, at=began)


def test_nobody_touches_the_appointment_of_somebody_else() -> None:
    line, bob = a_line(), somebody("Bob")
    visit = booked(a_slot(line))
    for deed in (
        lambda: operations.cancel(visit=visit, by=bob, at=MONDAY),
        lambda: operations.confirm(visit=visit, by=bob, at=MONDAY),
        lambda: operations.move(visit=visit, slot=a_slot(line, nth=1), by=bob, at=MONDAY),
    ):
        with pytest.raises(refusals.VisitGone):
            deed()


def test_who_misses_three_appointments_takes_numbers_at_the_counter_for_a_month() -> None:
    line, ana = a_line(ahead_days=30), somebody()
    for day in (3, 4, 5):
        slot = a_slot(line, day=TUESDAY.replace(day=day))
        booked(slot, by=ana)
    friday = MONDAY + 4 * DAY
    operations.end_days(at=friday)
    assert set(Visit.objects.values_list("status", flat=True)) == {Status.MISSED}

    with pytest.raises(refusals.CounterOnly) as refused:
        booked(a_slot(line, day=TUESDAY.replace(day=10)), by=ana, at=friday)

    assert refused.value.until == friday + timedelta(days=30)
    booked(a_slot(line, day=TUESDAY.replace(day=10)), by=somebody("Bob"), at=friday)
    chief = a_chief()
    chief.office = line.office
    operations.excuse(visit=Visit.objects.filter(holder=ana.person)[0], by=chief, at=friday)
    booked(a_slot(line, day=TUESDAY.replace(day=10)), by=ana, at=friday)


def test_who_holds_three_places_and_lets_them_go_waits_a_day() -> None:
    line, service, ana = a_line(), a_service(), somebody()
    at = MONDAY
    for nth in range(3):
        operations.hold(wish=Wish(a_slot(line, nth=nth), service), by=ana, at=at)
        at += 10 * MINUTE
        operations.lapse(at=at)
    with pytest.raises(refusals.LetGoTooOften):
        operations.hold(wish=Wish(a_slot(line, nth=4), service), by=ana, at=at)
    day = at + DAY
    slot = a_slot(line, day=TUESDAY.replace(day=5))
    operations.hold(wish=Wish(slot, service), by=ana, at=day)


def test_a_reminder_comes_once_the_day_before() -> None:
    visit = booked()
    starts = visit.starts_at
    assert starts is not None
    assert operations.remind(at=starts - 25 * HOUR) == 0
    assert operations.remind(at=starts - 20 * HOUR) == 1
    assert operations.remind(at=starts - 19 * HOUR) == 0
    assert Message.objects.filter(template="appointments/reminder").count() == 1


def test_a_line_that_ended_gives_nothing_more() -> None:
    chief = a_chief()
    line = a_line(by=chief)
    slot = a_slot(line)
    operations.end_line(schedule=line, by=chief, at=MONDAY)
    slot.schedule.refresh_from_db()
    with pytest.raises(refusals.NotForService):
        booked(slot)
    assert queries.open_days(line, at=MONDAY) == {}
