"""What is given back is drawn among those who wait; speed and many requests help nobody."""

import inspect
from datetime import date

import pytest

from tests.appointments.offering import (
    MINUTE,
    TUESDAY,
    a_line,
    booked,
    slots_on,
    somebody,
)
from tests.builders import DAY, HOUR, MONDAY, a_service
from tongban.appointments import operations, queries
from tongban.appointments.models import Arrival, Place, Schedule, Visit, Wait
from tongban.appointments.operations import Wish, refusals
from tongban.appointments.rules import PlaceState, Status
from tongban.appointments.rules.fairness import in_drawn_order
from tongban.audit.models import Entry
from tongban.catalog.models import Service
from tongban.identity.models import Actor
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)


def a_full_day(service: Service, **changes: object) -> tuple[Schedule, list[tuple[Actor, Visit]]]:
    """A line with one counter, whose Thursday is booked out."""
    line = a_line(counters=1, **{"minutes": 60, **changes})
    taken = []
    for slot in slots_on(line, THURSDAY):
        who = somebody()
        taken.append((who, booked(slot, by=who, service=service)))
    return line, taken


def test_a_place_that_is_given_back_is_drawn_among_those_who_wait() -> None:
    service = a_service()
    line, taken = a_full_day(service)
    people = [somebody(f"P{n}") for n in range(5)]
    for who in people:
        operations.wait_for(schedule=line, on=THURSDAY, service=service, by=who, at=MONDAY)
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=MONDAY + MINUTE)

    place = Place.objects.get(state=PlaceState.KEPT)
    assert place.draw_at is not None
    assert 5 * MINUTE <= place.draw_at - (MONDAY + MINUTE) <= 15 * MINUTE
    assert operations.draw(at=place.draw_at - MINUTE) == 0
    assert operations.draw(at=place.draw_at) == 1

    offered = Visit.objects.get(status=Status.HELD)
    assert offered.place == place
    assert Message.objects.get(template="appointments/offered").to == offered.holder
    drawn = Entry.objects.get(action="appointments.drawn").detail
    waits = {wait.public_id: wait for wait in Wait.objects.all()}
    order = in_drawn_order(waits, seed=str(drawn["seed"]))
    assert [str(name) for name in order] == drawn["order"]
    assert waits[order[0]].person == offered.holder
    assert Wait.objects.filter(ended_at=None).count() == 4


def test_while_a_place_waits_for_the_drawing_nobody_takes_it_by_being_quick() -> None:
    service = a_service()
    line, taken = a_full_day(service)
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=MONDAY)
    assert THURSDAY not in queries.open_days(line, at=MONDAY)
    with pytest.raises(refusals.SlotFull):
        booked(slots_on(line, THURSDAY)[0], service=service)


def test_what_nobody_waits_for_is_free_after_the_drawing() -> None:
    line, taken = a_full_day(a_service())
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=MONDAY)
    operations.draw(at=MONDAY + 15 * MINUTE)
    assert THURSDAY in queries.open_days(line, at=MONDAY + 15 * MINUTE)


def test_shortly_before_the_start_a_place_is_free_at_once() -> None:
    line, taken = a_full_day(a_service())
    starts = taken[0][1].starts_at
    assert starts is not None
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=starts - HOUR)
    assert THURSDAY in queries.open_days(line, at=starts - HOUR)


def test_an_offer_that_nobody_answers_goes_to_the_next_one_and_is_no_lapse() -> None:
    service = a_service()
    line, taken = a_full_day(service)
    people = [somebody(f"P{n}") for n in range(2)]
    for who in people:
        operations.wait_for(schedule=line, on=THURSDAY, service=service, by=who, at=MONDAY)
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=MONDAY)
    at = MONDAY + 15 * MINUTE
    operations.draw(at=at)
    first = Visit.objects.get(status=Status.HELD)

    assert operations.lapse(at=at + 2 * HOUR) == 1
    operations.draw(at=at + 2 * HOUR + 15 * MINUTE)

    first.refresh_from_db()
    assert first.status == Status.CANCELLED
    second = Visit.objects.get(status=Status.HELD)
    assert {first.holder, second.holder} == {who.person for who in people}


def test_an_offer_is_confirmed_like_a_place_that_is_held() -> None:
    service = a_service()
    line, taken = a_full_day(service)
    ana = somebody()
    operations.wait_for(schedule=line, on=THURSDAY, service=service, by=ana, at=MONDAY)
    operations.cancel(visit=taken[0][1], by=taken[0][0], at=MONDAY)
    at = MONDAY + 15 * MINUTE
    operations.draw(at=at)
    visit = Visit.objects.get(status=Status.HELD)
    assert operations.confirm(visit=visit, by=ana, at=at + HOUR).status == Status.BOOKED


def test_one_waits_once_and_only_for_full_days() -> None:
    service, ana = a_service(), somebody()
    line, _taken = a_full_day(service)
    first = operations.wait_for(schedule=line, on=THURSDAY, service=service, by=ana, at=MONDAY)
    again = operations.wait_for(schedule=line, on=THURSDAY, service=service, by=ana, at=MONDAY)
    assert first == again
    with pytest.raises(refusals.NothingToWaitFor):
        operations.wait_for(schedule=line, on=TUESDAY, service=service, by=ana, at=MONDAY)
    operations.stop_waiting(wait=first, by=ana, at=MONDAY)
    assert not queries.waits_of(ana.person, at=MONDAY).exists()


def test_waiting_needs_a_name_and_a_line_for_the_service() -> None:
    service = a_service()
    line, _taken = a_full_day(service)
    with pytest.raises(refusals.NeedsName):
        operations.wait_for(
            schedule=line, on=THURSDAY, service=service, by=somebody(level=1), at=MONDAY
        )
    line.services = ["other"]
    with pytest.raises(refusals.NotForService):
        operations.wait_for(schedule=line, on=THURSDAY, service=service, by=somebody(), at=MONDAY)
    assert not Wait.objects.exists()


def a_room() -> tuple[Schedule, Service]:
    """A line whose next day is released on Tuesday morning, through the waiting room."""
    line = a_line(waiting_room=True, ahead_days=2, counters=1, minutes=60)
    return line, a_service()


RELEASE = MONDAY + DAY - HOUR  # Tuesday, eight in the morning in Shanghai


def test_who_is_in_the_room_before_the_release_gets_a_turn_by_chance() -> None:
    line, _service = a_room()
    people = [somebody(f"P{n}") for n in range(6)]
    for minute, who in enumerate(people):
        operations.enter_room(schedule=line, by=who, at=RELEASE - 20 * MINUTE + minute * MINUTE)

    assert operations.draw_rooms(at=RELEASE - MINUTE) == 0
    assert operations.draw_rooms(at=RELEASE) == 6

    drawn = Entry.objects.get(action="appointments.turns_drawn").detail
    arrivals = {each.public_id: each for each in Arrival.objects.all()}
    order = in_drawn_order(arrivals, seed=str(drawn["seed"]))
    assert [arrivals[name].turn for name in order] == [1, 2, 3, 4, 5, 6]


def test_who_comes_after_the_release_stands_at_the_end() -> None:
    line, _service = a_room()
    operations.enter_room(schedule=line, by=somebody(), at=RELEASE - MINUTE)
    late = operations.enter_room(schedule=line, by=somebody("Late"), at=RELEASE + MINUTE)
    assert late.turn == 2


def test_coming_in_a_thousand_times_is_coming_in_once() -> None:
    line, _service = a_room()
    bot = somebody("Bot")
    for _ in range(20):
        operations.enter_room(schedule=line, by=bot, at=RELEASE - MINUTE)
    assert Arrival.objects.count() == 1


def test_without_a_turn_one_cannot_choose_and_with_it_one_can() -> None:
    line, service = a_room()
    people = [somebody(f"P{n}") for n in range(6)]
    for who in people:
        operations.enter_room(schedule=line, by=who, at=RELEASE - MINUTE)
    operations.draw_rooms(at=RELEASE)
    slot = line.slots.filter(opens_at=RELEASE).select_related("schedule__office").first()
    assert slot is not None
    turns = {each.person_id: each.turn or 0 for each in Arrival.objects.all()}
    people.sort(key=lambda who: turns[who.person.pk])

    operations.hold(wish=Wish(slot, service), by=people[0], at=RELEASE)
    for refused in (people[5], somebody("Stranger")):  # four places, so four turns at first
        with pytest.raises(refusals.NotYourTurn):
            operations.hold(wish=Wish(slot, service), by=refused, at=RELEASE)


def test_the_room_is_open_around_the_release_only() -> None:
    line, _service = a_room()
    for at in (RELEASE - 31 * MINUTE, RELEASE + HOUR):
        with pytest.raises(refusals.RoomClosed):
            operations.enter_room(schedule=line, by=somebody(), at=at)
    with pytest.raises(refusals.NeedsName):
        operations.enter_room(schedule=line, by=somebody(level=1), at=RELEASE)
    assert not Arrival.objects.exists()


def test_no_name_can_be_changed() -> None:
    """There is no operation that takes another holder: places cannot be sold."""
    for name, operation in vars(operations).items():
        if inspect.isfunction(operation):
            assert "holder" not in inspect.signature(operation).parameters, name
