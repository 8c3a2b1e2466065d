"""What the holder does afterwards: another time, or no more."""

from datetime import datetime

from django.db import transaction

from tongban.appointments.models import Slot, Visit
from tongban.appointments.operations.booking import (
    ONCE,
    Wish,
    bookable,
    own,
    place_in,
    record,
    tell,
)
from tongban.appointments.operations.placing import give_back
from tongban.appointments.operations.refusals import NotNowAnyMore
from tongban.appointments.rules import Status, may_become
from tongban.core.constraints import refusing
from tongban.identity.models import Actor


def move(*, visit: Visit, slot: Slot, by: Actor, at: datetime) -> Visit:
    """Another time for the same person and service; the old place is kept until the new one is had.

    Whom the office sent away may also choose days that are not released yet, and places that
    wait for the drawing. Refuses with VisitGone, NotNowAnyMore and whatever `hold` refuses.
    """
    with refusing(ONCE, savepoint=False):
        return _move(visit, slot, by, at)


@transaction.atomic
def cancel(*, visit: Visit, by: Actor, at: datetime) -> Visit:
    """Give the place back. Cancelled twice, it is cancelled once.

    Refuses with VisitGone or NotNowAnyMore.
    """
    visit = own(visit, by)
    if visit.status == Status.CANCELLED:
        return visit
    over = visit.starts_at is not None and visit.starts_at <= at and not visit.displaced_at
    if over or not may_become(Status.CANCELLED, now=Status(visit.status)):
        raise NotNowAnyMore
    was_held = visit.status == Status.HELD
    visit.status, visit.held_until, visit.closed_at = Status.CANCELLED, None, at
    visit.save(update_fields=["status", "held_until", "closed_at"])
    if visit.place_id and visit.starts_at:
        give_back(visit.place_id, starts_at=visit.starts_at, at=at)
    if not was_held:
        tell(visit, "cancelled", at=at)
    record(visit, "cancelled", by=by, at=at)
    return visit


@transaction.atomic
def _move(visit: Visit, slot: Slot, by: Actor, at: datetime) -> Visit:
    visit = own(visit, by)
    if visit.status != Status.BOOKED or not visit.service or not visit.place or not visit.starts_at:
        raise NotNowAnyMore
    if visit.place.slot_id == slot.pk:
        return visit
    early = visit.displaced_at is not None
    if visit.starts_at <= at and not early:
        raise NotNowAnyMore
    bookable(Wish(slot, visit.service), by, at=at, early=early)
    claimed, old, was = place_in(slot, early=early), visit.place_id, visit.starts_at
    visit.schedule, visit.place_id = slot.schedule, claimed.place
    visit.on, visit.number, visit.starts_at = slot.on, claimed.ticket, slot.starts_at
    visit.displaced_at = visit.reminded_at = None
    visit.save(
        update_fields=[
            *("schedule", "place", "on", "number", "starts_at", "displaced_at", "reminded_at")
        ]
    )
    if old:
        give_back(old, starts_at=was, at=at)
    tell(visit, "moved", at=at)
    record(visit, "moved", by=by, at=at)
    return visit
