"""In the hall: signing in, the line, the counter."""

from datetime import datetime, timedelta

import pytest

from tests.appointments.offering import (
    MINUTE,
    a_chief,
    a_line,
    booked,
    slots_on,
    somebody,
)
from tests.builders import HOUR, MONDAY, a_post
from tongban.appointments import operations, queries
from tongban.appointments.models import Schedule, Visit
from tongban.appointments.operations import refusals
from tongban.appointments.rules import Status
from tongban.appointments.rules.line import Waiting, in_line, wait_for
from tongban.audit.models import Entry
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.messages.models import Delivery
from tongban.messages.operations import set_wishes
from tongban.privacy.models import Access
from tongban.ratings.operations import rate_by_text
from tongban.ratings.queries import occasion_about

pytestmark = pytest.mark.django_db
MAIL = {"needs_you": ["sms"], "reminders": ["email"]}


def a_hall() -> tuple[Schedule, Post]:
    chief = a_chief()
    line = a_line(by=chief)
    return line, a_post("Clerk", office=line.office, role=Role.CLERK)


def nine(line: Schedule) -> datetime:
    return slots_on(line)[0].starts_at


def arrive(line: Schedule, visit: Visit, at: datetime) -> Visit:
    return operations.arrive(office=line.office, said=visit.code, at=at)


def test_a_booked_number_is_called_without_a_second_ticket() -> None:
    line, clerk = a_hall()
    ana = somebody()
    visit = booked(slots_on(line)[0], by=ana)
    at = nine(line)
    assert arrive(line, visit, at).number == visit.number == "A001"

    called = operations.call_next(counter="3", by=clerk, at=at)

    assert (called, called.status, called.counter) == (visit, Status.CALLED, "3")
    assert [each.number for each in queries.called_now(line.office, at=at)] == ["A001"]
    access = Access.objects.get()
    assert (access.person, access.by, access.about) == (ana.person, clerk.person, visit.ref)
    done = operations.finish(visit=called, by=clerk, at=at + 10 * MINUTE)
    assert done.status == Status.DONE
    actions = Entry.objects.filter(subject=visit.ref).order_by("pk")
    assert [each.action.partition(".")[2] for each in actions] == [
        *("booked", "arrived", "called", "done"),
    ]


def test_one_signs_in_with_code_or_phone_and_staff_also_with_the_number() -> None:
    line, clerk = a_hall()
    at = nine(line)
    by_phone, by_number = somebody(), somebody()
    first = booked(slots_on(line)[0], by=by_phone)
    second = booked(slots_on(line)[0], by=by_number)
    phone = by_phone.person.phone
    assert operations.arrive(office=line.office, said=phone, at=at) == first
    with pytest.raises(refusals.NobodyLikeThatToday):
        operations.arrive(office=line.office, said="A002", at=at)
    assert operations.arrive(office=line.office, said="a 002", by=clerk, at=at) == second


def test_signing_in_twice_is_once_and_too_early_is_said() -> None:
    line, _clerk = a_hall()
    visit = booked(slots_on(line)[0])
    with pytest.raises(refusals.TooEarly):
        arrive(line, visit, nine(line) - timedelta(hours=2, minutes=1))
    arrive(line, visit, nine(line))
    assert arrive(line, visit, nine(line) + MINUTE).arrived_at == nine(line)
    for said in ("", "ZZZZZZZZ", "19900000000", "字字字字字字字字"):
        with pytest.raises(refusals.NobodyLikeThatToday):
            operations.arrive(office=line.office, said=said, at=nine(line))


def test_another_office_does_not_know_the_number() -> None:
    line, _clerk = a_hall()
    visit = booked(slots_on(line)[0])
    with pytest.raises(refusals.NobodyLikeThatToday):
        operations.arrive(office=a_chief("Other").office, said=visit.code, at=nine(line))


def test_a_number_from_the_door_stands_in_the_same_line() -> None:
    line, clerk = a_hall()
    at = nine(line)
    door = operations.give_number(schedule=line, by=clerk, at=at - HOUR)
    again = operations.give_number(schedule=line, by=clerk, at=at - HOUR)
    assert [door.number, again.number] == ["AW01", "AW02"]
    visit = booked(slots_on(line)[0])
    arrive(line, visit, at)
    order = [each.number for each in queries.next_ones(line.office, at=at)]
    assert order == ["A001", "AW01", "AW02"]
    assert not Access.objects.exists()
    with pytest.raises(refusals.NotAtThisOffice):
        operations.give_number(schedule=line, by=a_post(), at=at)


def test_a_clerk_serves_one_at_a_time() -> None:
    line, clerk = a_hall()
    for _ in range(2):
        operations.give_number(schedule=line, by=clerk, at=nine(line))
    operations.call_next(counter="1", by=clerk, at=nine(line))
    with pytest.raises(refusals.StillServing):
        operations.call_next(counter="2", by=clerk, at=nine(line))
    assert Visit.objects.filter(status=Status.CALLED).count() == 1
    other = a_post("Second", office=line.office, role=Role.CLERK)
    assert operations.call_next(counter="2", by=other, at=nine(line)).number == "AW02"
    operations.finish(visit=Visit.objects.get(number="AW01"), by=clerk, at=nine(line))
    with pytest.raises(refusals.NobodyWaits):
        operations.call_next(counter="1", by=clerk, at=nine(line))


def test_who_misses_the_call_comes_back_within_an_hour() -> None:
    line, clerk = a_hall()
    visit = booked(slots_on(line)[0])
    arrive(line, visit, nine(line))
    called = operations.call_next(counter="1", by=clerk, at=nine(line))
    operations.recall(visit=called, by=clerk, at=nine(line) + MINUTE)
    operations.mark_missed(visit=called, by=clerk, at=nine(line) + 2 * MINUTE)
    assert arrive(line, visit, nine(line) + HOUR).status == Status.ARRIVED
    operations.call_next(counter="1", by=clerk, at=nine(line) + HOUR)
    operations.mark_missed(visit=visit, by=clerk, at=nine(line) + HOUR)
    with pytest.raises(refusals.NobodyLikeThatToday):
        arrive(line, visit, nine(line) + 2 * HOUR + MINUTE)
    assert visit.holder is not None
    assert queries.counter_only(visit.holder, at=nine(line) + 3 * HOUR) is None


def test_a_transfer_keeps_the_number_and_the_turn() -> None:
    chief = a_chief()
    line, other = a_line(by=chief), a_line(by=chief, letter="B", name="Other")
    visit = booked(slots_on(line)[0])
    arrive(line, visit, nine(line))
    called = operations.call_next(counter="1", by=chief, at=nine(line))
    operations.give_number(schedule=other, by=chief, at=nine(line))
    moved = operations.transfer(visit=called, line=other, by=chief, at=nine(line))
    assert (moved.number, moved.status) == ("A001", Status.ARRIVED)
    order = [each.number for each in queries.next_ones(line.office, line=other, at=nine(line))]
    assert order == ["A001", "BW01"]
    with pytest.raises(refusals.NotAtThisOffice):
        operations.transfer(visit=called, line=a_line(), by=chief, at=nine(line))


def test_nobody_finishes_for_a_colleague_or_another_office() -> None:
    line, clerk = a_hall()
    operations.give_number(schedule=line, by=clerk, at=nine(line))
    called = operations.call_next(counter="1", by=clerk, at=nine(line))
    colleague = a_post("Other", office=line.office, role=Role.CLERK)
    for deed in (operations.finish, operations.recall, operations.mark_missed):
        with pytest.raises(refusals.NotNowAnyMore):
            deed(visit=called, by=colleague, at=nine(line))
        with pytest.raises(refusals.VisitGone):
            deed(visit=called, by=a_post(), at=nine(line))
    operator = a_post("Op", office=line.office, role=Role.OPERATOR)
    with pytest.raises(refusals.NotAtThisOffice):
        operations.call_next(counter="1", by=operator, at=nine(line))


def test_after_the_day_the_hall_is_empty() -> None:
    line, clerk = a_hall()
    operations.give_number(schedule=line, by=clerk, at=nine(line))
    visit = booked(slots_on(line)[0])
    operations.end_days(at=nine(line) + 24 * HOUR)
    visit.refresh_from_db()
    assert visit.status == Status.MISSED
    assert Visit.objects.get(place=None).status == Status.CANCELLED


def in_turn(*waiting: Waiting, at: datetime, after_booked: bool = False) -> list[int]:
    return [each.key for each in in_line(waiting, at=at, after_booked=after_booked)]


def test_the_line_keeps_the_rule_that_is_written_down() -> None:
    at = MONDAY
    due = Waiting(1, at, at - 5 * MINUTE)
    early = Waiting(2, at + HOUR, at - 10 * MINUTE)
    late = Waiting(3, at - HOUR, at - 2 * MINUTE)
    door = Waiting(4, None, at - 30 * MINUTE)
    patient = Waiting(5, None, at - 61 * MINUTE)
    assert in_turn(due, early, late, door, at=at) == [1, 4, 3, 2]
    assert in_turn(due, patient, at=at) == [1, 5]
    assert in_turn(due, patient, door, at=at, after_booked=True) == [5, 1, 4]


def test_the_waiting_time_is_measured_or_says_that_it_is_planned() -> None:
    planned = wait_for(4, took=[], planned=10, counters=2)
    assert (planned.low, planned.high, planned.measured) == (10, 45, False)
    took = [timedelta(minutes=n) for n in (4, 5, 6, 7, 8)]
    measured = wait_for(4, took=took, planned=10, counters=2)
    assert measured.measured
    assert measured.low < 4 * 6 / 2 < measured.high


@pytest.mark.parametrize("wanted", [True, False])
def test_whoever_was_served_can_rate_it_and_is_asked_by_text_if_they_want_texts(wanted) -> None:
    line, clerk = a_hall()
    ana = somebody()
    if not wanted:
        set_wishes(
            person=ana.person, channels=MAIL, quiet=(None, None), by=ana.person, at=nine(line)
        )
    arrive(line, booked(slots_on(line)[0], by=ana), nine(line))
    called = operations.call_next(counter="3", by=clerk, at=nine(line))
    done = operations.finish(visit=called, by=clerk, at=nine(line))
    operations.finish(visit=called, by=clerk, at=nine(line))
    occasion = occasion_about(done.ref)
    assert (occasion.rater, occasion.clerk, occasion.reference) == (
        ana.person,
        clerk.person,
        "A001",
    )
    assert Delivery.objects.filter(purpose="rating").count() == int(wanted)
    text_back = rate_by_text(phone=ana.person.phone, text="2 等太久", at=nine(line))
    assert (text_back.about, text_back.obtained) == (done.ref, "sms")
