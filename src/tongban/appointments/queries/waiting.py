"""Waiting lists, and the waiting room of a release."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from tongban.appointments.models import Arrival, Place, Schedule, Wait
from tongban.appointments.rules.fairness import ROOM_BEFORE, ROOM_OPEN, admitted
from tongban.identity.models import Person


class Room(NamedTuple):
    """The waiting room of a release as one person sees it."""

    opens_at: datetime
    people: int
    turn: int | None
    admitted: int
    inside: bool

    @property
    def may_choose(self) -> bool:
        return self.turn is not None and self.turn <= self.admitted


def waits_of(person: Person, *, at: datetime) -> QuerySet[Wait]:
    """The waiting lists that a person is on, soonest first. Only they may ask."""
    found = Wait.objects.filter(person=person, ended_at=None, on__gte=at.date())
    return found.select_related("schedule__office", "service").order_by("on", "pk")


def may_choose(schedule: Schedule, opens_at: datetime, person: Person, *, at: datetime) -> bool:
    """Whether it is a person's turn. When the room has closed, it is everybody's."""
    if at >= opens_at + ROOM_OPEN:
        return True
    return room(schedule, opens_at, person, at=at).may_choose


def room(schedule: Schedule, opens_at: datetime, person: Person, *, at: datetime) -> Room:
    """How it stands in the room. Only the person may ask."""
    arrivals = Arrival.objects.filter(schedule=schedule, opens_at=opens_at)
    own = arrivals.filter(person=person).first()
    places = Place.objects.filter(slot__schedule=schedule, slot__opens_at=opens_at)
    up_to = admitted(places=places.count(), since=at - opens_at)
    return Room(opens_at, arrivals.count(), own.turn if own else None, up_to, own is not None)


def room_open_for(schedule: Schedule, *, at: datetime) -> datetime | None:
    """The release whose waiting room is open now, if there is one. Anyone may ask."""
    if not schedule.waiting_room:
        return None
    found = schedule.slots.filter(
        opens_at__gt=at - ROOM_OPEN, opens_at__lte=at + ROOM_BEFORE, closed_at=None
    )
    first = found.order_by("opens_at").first()
    return first.opens_at if first else None
