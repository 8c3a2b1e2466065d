"""Which days and which times are free. One question, so that a day that is shown has a time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tongban.appointments.models import Closure, Schedule, Slot
from tongban.appointments.rules import PlaceState
from tongban.catalog.models import Office


class Time(NamedTuple):
    """A time that can be booked now, and how many places it has."""

    slot: Slot
    free: int


Days = dict[date, list[Time]]


def open_days(schedule: Schedule, *, at: datetime, early: bool = False) -> Days:
    """The days that have free times, with those times, soonest first. Anyone may ask.

    `early` is for people whom the office sent away: they choose before the release, too.
    """
    states = [PlaceState.FREE, PlaceState.KEPT] if early else [PlaceState.FREE]
    found = Slot.objects.filter(schedule=schedule, closed_at=None, starts_at__gt=at)
    if not early:
        found = found.filter(opens_at__lte=at)
    free = Count("places", filter=Q(places__state__in=states))
    days: Days = {}
    for slot in found.annotate(free=free).filter(free__gt=0).order_by("starts_at", "pk"):
        days.setdefault(slot.on, []).append(Time(slot, slot.free))
    return days if schedule.ended_at is None else {}


def full_days(schedule: Schedule, *, at: datetime) -> list[date]:
    """Released days without a free time, for which one can wait. Anyone may ask."""
    released = schedule.slots.filter(closed_at=None, starts_at__gt=at, opens_at__lte=at)
    free = open_days(schedule, at=at)
    days = released.order_by("on").values_list("on", flat=True).distinct()
    return [day for day in days if day not in free]


def next_release(schedule: Schedule, *, at: datetime) -> datetime | None:
    """When the next day is released. Anyone may ask."""
    coming = schedule.slots.filter(opens_at__gt=at, closed_at=None).order_by("opens_at")
    first = coming.first()
    return first.opens_at if first else None


def lines_for(service: str, *, offices: Iterable[Office]) -> list[Schedule]:
    """The lines in which these offices give appointments for a service. Anyone may ask."""
    order = [office.pk for office in offices]
    found = Schedule.objects.filter(office__in=order, ended_at=None).select_related(
        "office__region"
    )
    fitting = [line for line in found.order_by("letter", "pk") if line.is_for(service)]
    return sorted(fitting, key=lambda line: order.index(line.office_id))


def takes_appointments(service: str) -> bool:
    """Whether any office gives appointments for a service. Anyone may ask."""
    live = Schedule.objects.filter(ended_at=None).only("services")
    return any(line.is_for(service) for line in live)


def lines_at(office: Office) -> QuerySet[Schedule]:
    """The lines of an office, by letter. Anyone may ask."""
    found = Schedule.objects.filter(office=office, ended_at=None).select_related("office")
    return found.order_by("letter", "pk")


def slot_in(schedule: Schedule, public_id: UUID) -> Slot | None:
    """A time of a line by its id. Anyone may ask."""
    found = schedule.slots.filter(public_id=public_id)
    return found.select_related("schedule__office").first()


def announced(office: Office, *, since: date) -> QuerySet[Closure]:
    """The days of an office that differ, soonest first. Anyone may ask."""
    return Closure.objects.filter(office=office, on__gte=since).order_by("on", "pk")


def line_with_id(public_id: UUID) -> Schedule | None:
    """A line by its id. Anyone may ask."""
    found = Schedule.objects.select_related("office__region")
    return found.filter(public_id=public_id, ended_at=None).first()


def slot_with_id(public_id: UUID) -> Slot | None:
    """A time by its id. Anyone may ask."""
    found = Slot.objects.select_related("schedule__office")
    return found.filter(public_id=public_id).first()
