"""Times follow from hours, calendar and counters; a day that changes sends nobody away untold."""

from datetime import date, time
from typing import Any

import pytest

from tests.appointments.offering import (
    HOURS,
    TUESDAY,
    a_chief,
    a_line,
    booked,
    slots_on,
    somebody,
)
from tests.builders import DAY, MONDAY, a_post, a_service
from tongban.appointments import operations, queries, tasks
from tongban.appointments.models import Closure, Place, Schedule, Slot, Visit
from tongban.appointments.operations import Plan, Wish, refusals
from tongban.appointments.rules import Status
from tongban.appointments.rules.hours import hours_from, spans_on, times_of
from tongban.audit.models import Entry
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.messages.models import Message

SUMMER = "工作日 夏季5-9月 9:00-12:00,14:30-17:30; 冬季 9:00-12:00,14:00-17:00"


@pytest.mark.parametrize(
    ("text", "day", "starts"),
    [
        ("工作日 9:00-17:00", date(2026, 3, 3), [time(9)]),
        ("工作日 9:00-17:00", date(2026, 3, 7), []),  # a Saturday
        ("工作日 9:00-17:00", date(2026, 2, 14), [time(9)]),  # a Saturday that is worked
        ("工作日 9:00-17:00", date(2026, 10, 1), []),  # the national day
        ("每天 9:00-17:00", date(2026, 3, 8), [time(9)]),
        ("周一至周六 9:00-17:00", date(2026, 3, 7), [time(9)]),
        ("周六 9:00-17:00", date(2026, 3, 6), []),
        (SUMMER, date(2026, 7, 1), [time(9), time(14, 30)]),
        (SUMMER, date(2026, 3, 3), [time(9), time(14)]),
    ],
)
def test_hours_are_read_as_offices_write_them(text: str, day: date, starts: list[time]) -> None:
    assert [span.start for span in spans_on(day, usual=text)] == starts


@pytest.mark.parametrize("text", ["", "9:00-17:00", "工作日", "工作日 17:00-9:00", "anything"])
def test_what_cannot_be_counted_with_is_no_hours(text: str) -> None:
    assert hours_from(text) is None


def test_times_fit_between_opening_and_closing() -> None:
    spans = spans_on(TUESDAY, usual="工作日 9:00-10:10,14:00-14:29")
    found = [(s.start, s.end) for s in times_of(spans, minutes=30)]
    assert found == [(time(9), time(9, 30)), (time(9, 30), time(10))]


@pytest.mark.django_db
def test_a_line_has_times_on_working_days_and_places_for_its_counters() -> None:
    line = a_line()
    days = set(line.slots.values_list("on", flat=True))
    assert TUESDAY in days
    assert date(2026, 3, 7) not in days
    assert len(slots_on(line)) == 8
    assert Place.objects.filter(slot__on=TUESDAY).count() == 16


@pytest.mark.django_db
def test_publishing_again_changes_nothing_and_tomorrow_brings_one_more_day() -> None:
    line = a_line()
    before = Slot.objects.count()
    tasks.publish(at=MONDAY)
    assert Slot.objects.count() == before
    tasks.publish(at=MONDAY + DAY)
    assert Slot.objects.count() > before
    assert slots_on(line)[0].starts_at > MONDAY


@pytest.mark.django_db
def test_an_office_takes_its_own_hours_when_the_line_says_nothing() -> None:
    chief = a_chief()
    chief.office.hours = HOURS
    chief.office.save()
    assert len(slots_on(a_line(by=chief, hours=""))) == 8


@pytest.mark.django_db
def test_refused_lines_leave_nothing() -> None:
    chief = a_chief()
    officer = a_post(office=chief.office)
    with pytest.raises(refusals.NotAtThisOffice):
        a_line(by=officer)
    with pytest.raises(refusals.HoursNotClear):
        a_line(by=chief, hours="sometimes")
    assert not Schedule.objects.exists()
    line = a_line(by=chief)
    with pytest.raises(refusals.LetterTaken):
        a_line(by=chief)
    assert Schedule.objects.get() == line
    with pytest.raises(refusals.NotAtThisOffice):
        operations.end_line(schedule=line, by=a_chief("Other"), at=MONDAY)


@pytest.mark.django_db
def test_a_holiday_that_is_announced_after_booking_is_told_and_a_move_is_offered() -> None:
    chief, ana, service = a_chief(), somebody(), a_service()
    line = a_line(by=chief, ahead_days=3)
    visit = booked(slots_on(line)[0], by=ana, service=service)

    _closure, away = operations.announce(on=TUESDAY, reason="大风", by=chief, at=MONDAY)

    assert away == 1
    visit.refresh_from_db()
    assert visit.displaced_at == MONDAY
    told = Message.objects.get(template="appointments/displaced")
    assert (told.to, told.about, told.params["reason"]) == (ana.person, visit.ref, "大风")
    assert TUESDAY not in queries.open_days(line, at=MONDAY)
    with pytest.raises(refusals.SlotOver):
        booked(Slot.objects.select_related("schedule__office").get(pk=slots_on(line)[1].pk))
    # They choose before everybody else: a day that is not released yet.
    later = queries.open_days(line, at=MONDAY, early=True)
    unreleased = next(times[0].slot for day, times in later.items() if day > date(2026, 3, 6))
    with pytest.raises(refusals.NotReleased):
        booked(unreleased)
    moved = operations.move(visit=visit, slot=unreleased, by=ana, at=MONDAY)
    assert (moved.displaced_at, moved.on) == (None, unreleased.on)


@pytest.mark.django_db
def test_who_was_sent_away_and_does_nothing_has_missed_nothing() -> None:
    chief = a_chief()
    line = a_line(by=chief)
    visit = booked(slots_on(line)[0])
    operations.announce(on=TUESDAY, reason="停电", by=chief, at=MONDAY)
    operations.end_days(at=MONDAY + 2 * DAY)
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED


@pytest.mark.django_db
def test_other_hours_keep_what_fits_and_open_what_is_new() -> None:
    chief = a_chief()
    line = a_line(by=chief)
    keeps, goes = booked(slots_on(line)[0]), booked(slots_on(line)[5])
    _closure, away = operations.announce(
        on=TUESDAY, reason="x", hours="9:00-10:00,17:00-18:00", by=chief, at=MONDAY
    )
    assert away == 1
    keeps.refresh_from_db()
    goes.refresh_from_db()
    assert (keeps.displaced_at, goes.displaced_at) == (None, MONDAY)
    times = queries.open_days(line, at=MONDAY)[TUESDAY]
    local = [time.slot.starts_at.hour + 8 for time in times]
    assert local == [9, 9, 17, 17]
    tickets = list(Place.objects.filter(slot__on=TUESDAY).values_list("ticket", flat=True))
    assert len(set(tickets)) == len(tickets)


@pytest.mark.django_db
def test_a_saturday_can_be_opened() -> None:
    chief, saturday = a_chief(), date(2026, 3, 7)
    line = a_line(by=chief)
    operations.announce(on=saturday, reason="周末", hours="9:00-11:00", by=chief, at=MONDAY)
    assert saturday in queries.open_days(line, at=MONDAY)


@pytest.mark.django_db
def test_a_day_that_the_calendar_takes_back_is_closed_by_the_clock(monkeypatch) -> None:
    line = a_line()
    visit = booked(slots_on(line)[0])
    monkeypatch.setattr(
        "tongban.appointments.rules.hours.is_working_day", lambda day: day != TUESDAY
    )
    tasks.publish(at=MONDAY)
    visit.refresh_from_db()
    assert visit.displaced_at == MONDAY
    assert Message.objects.filter(template="appointments/displaced").exists()


@pytest.mark.django_db
def test_refused_announcements_change_nothing() -> None:
    chief = a_chief()
    a_line(by=chief)
    clerk = a_post(office=chief.office, role=Role.CLERK)
    refused: list[tuple[type[Refusal], dict[str, object]]] = [
        (refusals.NotAtThisOffice, {"by": clerk}),
        (refusals.DayOver, {"on": date(2026, 3, 1)}),
        (refusals.HoursNotClear, {"hours": "later"}),
    ]
    for refusal, changes in refused:
        told: dict[str, Any] = {"on": TUESDAY, "reason": "x", "by": chief, "at": MONDAY} | changes
        with pytest.raises(refusal):
            operations.announce(**told)
    assert not Closure.objects.exists()
    operations.announce(on=TUESDAY, reason="x", by=chief, at=MONDAY)
    with pytest.raises(refusals.AlreadyAnnounced):
        operations.announce(on=TUESDAY, reason="y", by=chief, at=MONDAY)
    assert Entry.objects.filter(action="appointments.announced").count() == 1


@pytest.mark.django_db
def test_a_held_place_on_a_closed_day_cannot_be_confirmed() -> None:
    chief, ana = a_chief(), somebody()
    line = a_line(by=chief)
    visit = operations.hold(wish=Wish(slots_on(line)[0], a_service()), by=ana, at=MONDAY)
    operations.announce(on=TUESDAY, reason="x", by=chief, at=MONDAY)
    with pytest.raises(refusals.NotNowAnyMore):
        operations.confirm(visit=visit, by=ana, at=MONDAY)
    assert Visit.objects.get().status == Status.CANCELLED


def test_the_plan_of_a_line_has_plain_defaults() -> None:
    plan = Plan(name="x", letter="A")
    assert (plan.minutes, plan.counters, plan.ahead_days, plan.release_at) == (15, 1, 14, time(8))
