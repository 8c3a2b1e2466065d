"""Many at once: as many win as there are places, and everybody hears what came of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.appointments.offering import MINUTE, a_chief, a_line, a_slot, booked, slots_on, somebody
from tests.builders import MONDAY, a_post, a_service
from tongban.appointments import operations
from tongban.appointments.models import Place, Schedule, Visit
from tongban.appointments.operations import Wish
from tongban.appointments.rules import PlaceState, Status
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds: list[Callable[[], object]]) -> Counter[str]:
    """What they came to: `done`, or the code of the refusal."""
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        ready.wait()
        try:
            deed()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return Counter(pool.map(one, deeds))


@pytest.fixture
def line() -> Iterator[Schedule]:
    yield a_line(counters=3, ahead_days=2)


def test_twelve_people_want_three_places(line: Schedule) -> None:
    slot, service = a_slot(line), a_service()
    people = [somebody(f"P{n}") for n in range(12)]
    outcome = at_once(
        [
            lambda who=who: operations.book(wish=Wish(slot, service), by=who, at=MONDAY)  # type: ignore[misc]
            for who in people
        ]
    )
    assert outcome == {"done": 3, "slot_full": 9}
    assert Visit.objects.count() == Message.objects.count() == 3
    assert len(set(Visit.objects.values_list("place", flat=True))) == 3


def test_one_person_presses_six_times(line: Schedule) -> None:
    slot, service, ana = a_slot(line), a_service(), somebody()
    hold = lambda: operations.hold(wish=Wish(slot, service), by=ana, at=MONDAY)  # noqa: E731
    assert at_once([hold] * 6) == {"done": 6}
    assert Visit.objects.count() == 1
    assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1


def test_one_person_books_two_times_at_once_and_has_one(line: Schedule) -> None:
    service, ana = a_service(), somebody()
    outcome = at_once(
        [
            lambda slot=slot: operations.book(wish=Wish(slot, service), by=ana, at=MONDAY)  # type: ignore[misc]
            for slot in slots_on(line)[:4]
        ]
    )
    assert outcome == {"done": 1, "already_booked": 3}
    assert Place.objects.filter(state=PlaceState.TAKEN).count() == 1


def test_cancelled_and_moved_at_once_leaves_one_place_or_none(line: Schedule) -> None:
    ana = somebody()
    visit = booked(a_slot(line), by=ana)
    other = a_slot(line, nth=2)
    at_once(
        [
            lambda: operations.cancel(visit=visit, by=ana, at=MONDAY),
            lambda: operations.move(visit=visit, slot=other, by=ana, at=MONDAY),
            lambda: operations.cancel(visit=visit, by=ana, at=MONDAY),
        ]
    )
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED
    assert not Place.objects.filter(state=PlaceState.TAKEN).exists()


def test_confirmed_and_lapsed_at_once_is_one_of_both(line: Schedule) -> None:
    ana = somebody()
    visit = operations.hold(wish=Wish(a_slot(line), a_service()), by=ana, at=MONDAY)
    late = MONDAY + 10 * MINUTE
    at_once(
        [
            lambda: operations.confirm(visit=visit, by=ana, at=late - MINUTE),
            lambda: operations.lapse(at=late),
            lambda: operations.lapse(at=late),
        ]
    )
    visit.refresh_from_db()
    taken = Place.objects.filter(state=PlaceState.TAKEN).count()
    assert (visit.status, taken) in {(Status.BOOKED, 1), (Status.LAPSED, 0)}


def test_a_day_that_closes_while_people_book_leaves_nobody_untold() -> None:
    chief = a_chief()
    line = a_line(by=chief, counters=3)
    slot, service = a_slot(line), a_service()
    people = [somebody(f"P{n}") for n in range(6)]
    deeds: list[Callable[[], object]] = [
        lambda who=who: operations.book(wish=Wish(slot, service), by=who, at=MONDAY)  # type: ignore[misc]
        for who in people
    ]
    deeds.append(lambda: operations.announce(on=slot.on, reason="x", by=chief, at=MONDAY))
    at_once(deeds)
    for visit in Visit.objects.filter(status=Status.BOOKED):
        assert visit.displaced_at == MONDAY
    told = Message.objects.filter(template="appointments/displaced").count()
    assert told == Visit.objects.filter(status=Status.BOOKED).count()


def test_two_clerks_call_two_people(line: Schedule) -> None:
    clerks = [a_post(f"C{n}", office=line.office, role=Role.CLERK) for n in range(3)]
    for _ in range(2):
        operations.give_number(schedule=line, by=clerks[0], at=MONDAY)
    outcome = at_once(
        [
            lambda c=clerk: operations.call_next(counter="1", by=c, at=MONDAY)  # type: ignore[misc]
            for clerk in clerks
        ]
    )
    assert outcome == {"done": 2, "nobody_waits": 1}
    called = Visit.objects.filter(status=Status.CALLED)
    assert len({visit.clerk_id for visit in called}) == len(called) == 2


def test_a_clerk_who_presses_in_two_windows_gets_one(line: Schedule) -> None:
    clerk = a_post("C", office=line.office, role=Role.CLERK)
    for _ in range(2):
        operations.give_number(schedule=line, by=clerk, at=MONDAY)
    call = lambda: operations.call_next(counter="1", by=clerk, at=MONDAY)  # noqa: E731
    assert at_once([call] * 2) == {"done": 1, "still_serving": 1}


def test_numbers_from_the_door_are_given_once(line: Schedule) -> None:
    clerk = a_post("C", office=line.office, role=Role.CLERK)
    give = lambda: operations.give_number(schedule=line, by=clerk, at=MONDAY)  # noqa: E731
    assert at_once([give] * 6) == {"done": 6}
    numbers = sorted(Visit.objects.values_list("number", flat=True))
    assert numbers == [f"AW{n:02d}" for n in range(1, 7)]
