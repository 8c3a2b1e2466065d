"""What the clock does: places that were not confirmed, days that are over, reminders."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from tongban.appointments.models import Visit
from tongban.appointments.operations.booking import tell
from tongban.appointments.operations.placing import give_back
from tongban.appointments.queries.machine import Machine
from tongban.appointments.rules import Status
from tongban.appointments.rules.states import HOLD
from tongban.audit import operations as audit

REMIND: Final = timedelta(hours=24)
MOST: Final = 200


@transaction.atomic
def lapse(*, at: datetime) -> int:
    """Places that were held and not confirmed go back. An offer that nobody took is no lapse."""
    over = (
        Visit.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(status=Status.HELD, held_until__lte=at)
        .order_by("held_until", "pk")
    )
    found = list(over[:MOST])
    for visit in found:
        offered = visit.held_until and visit.held_until - visit.made_at > HOLD
        _end(visit, Status.CANCELLED if offered else Status.LAPSED, at=at)
        if visit.place_id and visit.starts_at:
            give_back(visit.place_id, starts_at=visit.starts_at, at=at)
    return len(found)


@transaction.atomic
def end_days(*, at: datetime) -> int:
    """After the day: who did not come has missed it, unless the office was closed."""
    left = (
        Visit.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(on__lt=localdate(at), status__in=[Status.BOOKED, Status.ARRIVED, Status.CALLED])
        .order_by("on", "pk")
    )
    found = list(left[:MOST])
    for visit in found:
        if visit.status == Status.CALLED:
            _end(visit, Status.DONE, at=at)
        elif visit.status == Status.ARRIVED or visit.displaced_at:
            _end(visit, Status.CANCELLED, at=at)
        else:
            _end(visit, Status.MISSED, at=at)
    return len(found)


@transaction.atomic
def remind(*, at: datetime) -> int:
    """A day before: where, when, which number."""
    near = (
        Visit.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("schedule__office", "service", "holder")
        .filter(
            status=Status.BOOKED,
            reminded_at=None,
            displaced_at=None,
            starts_at__gt=at,
            starts_at__lte=at + REMIND,
        )
        .order_by("starts_at", "pk")
    )
    found = list(near[:MOST])
    Visit.objects.filter(pk__in=[visit.pk for visit in found]).update(reminded_at=at)
    for visit in found:
        if at - visit.made_at > timedelta(hours=1):  # who booked just now knows it
            tell(visit, "reminder", at=at)
    return len(found)


def _end(visit: Visit, status: Status, *, at: datetime) -> None:
    visit.status, visit.held_until, visit.closed_at = status, None, at
    visit.save(update_fields=["status", "held_until", "closed_at"])
    audit.record(f"appointments.{status.value}", subject=visit, by=Machine(), under="clock", at=at)
