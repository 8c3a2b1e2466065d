"""What an office offers: lines with their rules, the times that follow, and days that differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from tongban.appointments.models import Closure, Place, Schedule, Slot, Visit
from tongban.appointments.operations.booking import tell
from tongban.appointments.operations.refusals import (
    AlreadyAnnounced,
    DayOver,
    HoursNotClear,
    LetterTaken,
    NotAtThisOffice,
)
from tongban.appointments.queries.machine import Machine
from tongban.appointments.rules import PlaceState, Status
from tongban.appointments.rules.hours import Span, hours_from, is_clear, spans_on, times_of
from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.core.constraints import refusing

BEYOND: Final = 7  # days after the released ones, for people whom an office had to send away
CALENDAR: Final = "工作日安排有变动"  # the reason when nobody announced it


@dataclass(frozen=True)
class Plan:
    """The rules of a line, as a chief writes them."""

    name: str
    letter: str
    services: Sequence[str] = ()
    hours: str = ""
    minutes: int = 15
    counters: int = 1
    ahead_days: int = 14
    release_at: time = time(8)
    waiting_room: bool = False


@transaction.atomic
def open_line(*, plan: Plan, by: Post, at: datetime) -> Schedule:
    """A new line at the chief's office, with its first times.

    Refuses with NotAtThisOffice, HoursNotClear or LetterTaken.
    """
    if by.ended_at or by.role != Role.CHIEF:
        raise NotAtThisOffice
    if hours_from(plan.hours or by.office.hours) is None:
        raise HoursNotClear
    with refusing({"line_has_a_letter_of_its_own": LetterTaken}):
        schedule = Schedule.objects.create(
            office=by.office,
            name=plan.name,
            letter=plan.letter.upper(),
            services=sorted(plan.services),
            hours=plan.hours,
            minutes=plan.minutes,
            counters=plan.counters,
            ahead_days=plan.ahead_days,
            release_at=plan.release_at,
            waiting_room=plan.waiting_room,
        )
    publish(schedule=schedule, at=at)
    audit.record("appointments.line_opened", subject=schedule, by=by.person, under=by.ref, at=at)
    return schedule


@transaction.atomic
def end_line(*, schedule: Schedule, by: Post, at: datetime) -> Schedule:
    """No more bookings in this line; what is booked stays. Refuses with NotAtThisOffice."""
    if by.ended_at or by.role != Role.CHIEF or schedule.office_id != by.office_id:
        raise NotAtThisOffice
    if Schedule.objects.filter(pk=schedule.pk, ended_at=None).update(ended_at=at):
        Place.objects.filter(slot__schedule=schedule, slot__starts_at__gt=at).exclude(
            state=PlaceState.TAKEN
        ).update(state=PlaceState.CLOSED, draw_at=None)
        audit.record("appointments.line_ended", subject=schedule, by=by.person, under=by.ref, at=at)
    schedule.refresh_from_db()
    return schedule


@transaction.atomic
def announce(
    *, on: date, reason: str, by: Post, at: datetime, hours: str = ""
) -> tuple[Closure, int]:
    """A day on which the office is closed, or open at other hours; says how many it sends away.

    They are told at once and may choose before everybody else.
    Refuses with NotAtThisOffice, DayOver, HoursNotClear or AlreadyAnnounced.
    """
    if by.ended_at or by.role != Role.CHIEF:
        raise NotAtThisOffice
    if on < localdate(at):
        raise DayOver
    if not is_clear(hours):
        raise HoursNotClear
    with refusing({"day_differs_in_one_way": AlreadyAnnounced}):
        closure = Closure.objects.create(
            office=by.office, on=on, hours=hours.strip(), reason=reason[:200], announced_at=at
        )
    away = 0
    for schedule in Schedule.objects.filter(office=by.office).select_related("office"):
        away += _plan_day(schedule, on, {on: closure}, at=at)
    audit.record(
        "appointments.announced",
        subject=_Day(by.office.ref, on),
        by=by.person,
        under=by.ref,
        at=at,
        detail={"on": on.isoformat(), "hours": closure.hours, "sent_away": away},
    )
    return closure, away


@transaction.atomic
def publish(*, schedule: Schedule, at: datetime) -> int:
    """The times of the coming days, as the rules and the calendar have them now.

    A day that turned out to be a holiday is closed, and whoever booked it is told.
    """
    if schedule.ended_at:
        return 0
    today = localdate(at)
    days = [today + timedelta(days=n) for n in range(schedule.ahead_days + BEYOND + 1)]
    differing = Closure.objects.filter(office=schedule.office_id, on__gte=today)
    closures = {closure.on: closure for closure in differing}
    return sum(_plan_day(schedule, day, closures, at=at) for day in days)


@dataclass(frozen=True)
class _Day:
    office: str
    on: date

    @property
    def ref(self) -> str:
        return f"{self.office}/{self.on}"


def _plan_day(schedule: Schedule, on: date, closures: dict[date, Closure], *, at: datetime) -> int:
    """Bring one day in line with the rules; says how many people it sends away."""
    closure = closures.get(on)
    spans = spans_on(
        on,
        usual=schedule.hours or schedule.office.hours,
        instead=closure.hours if closure else None,
    )
    wanted = {_moment(on, s.start): s for s in times_of(spans, minutes=schedule.minutes)}
    there = {slot.starts_at: slot for slot in schedule.slots.filter(on=on)}
    gone = [s for start, s in there.items() if start not in wanted and not s.closed_at]
    if schedule.ended_at is None:
        new = [start for start in wanted if start not in there and start > at]
        _open(schedule, on, {start: wanted[start] for start in sorted(new)})
    return _close(gone, closure.reason if closure else CALENDAR, at=at)


def _open(schedule: Schedule, on: date, wanted: dict[datetime, Span]) -> None:
    """New times with their places; numbers go on after those of the day."""
    if not wanted:
        return
    day = Place.objects.filter(slot__schedule=schedule, slot__on=on)
    used = day.count()
    opens = make_aware(
        datetime.combine(on - timedelta(days=schedule.ahead_days), schedule.release_at)
    )
    slots = Slot.objects.bulk_create(
        [
            Slot(
                schedule=schedule,
                on=on,
                starts_at=start,
                ends_at=_moment(on, span.end),
                opens_at=opens,
            )
            for start, span in wanted.items()
        ]
    )
    numbers = range(used + 1, used + len(slots) * schedule.counters + 1)
    Place.objects.bulk_create(
        [
            Place(slot=slots[n // schedule.counters], ticket=f"{schedule.letter}{number:03d}")
            for n, number in enumerate(numbers)
        ]
    )


def _close(slots: Iterable[Slot], reason: str, *, at: datetime) -> int:
    """Close these times. The order matters: places first, so that no booking slips in behind."""
    keys = [slot.pk for slot in slots if slot.starts_at > at]
    if not keys:
        return 0
    Slot.objects.filter(pk__in=keys).update(closed_at=at)
    Place.objects.filter(slot__in=keys).update(state=PlaceState.CLOSED, draw_at=None)
    held = Visit.objects.filter(place__slot__in=keys, status=Status.HELD)
    held.update(status=Status.CANCELLED, held_until=None, closed_at=at)
    booked = Visit.objects.filter(place__slot__in=keys, status=Status.BOOKED, displaced_at=None)
    away = list(booked.select_related("schedule__office", "service", "holder").order_by("pk"))
    Visit.objects.filter(pk__in=[visit.pk for visit in away]).update(displaced_at=at)
    for visit in away:
        tell(visit, "displaced", at=at, reason=reason)
        audit.record("appointments.displaced", subject=visit, by=Machine(), under="clock", at=at)
    return len(away)


def _moment(on: date, of_day: time) -> datetime:
    return make_aware(datetime.combine(on, of_day))
