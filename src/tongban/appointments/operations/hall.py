"""At the door: who is there joins the line, with the number they booked or with a new one."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from tongban.appointments.models import Schedule, Visit, VisitQuerySet
from tongban.appointments.operations.booking import new_code
from tongban.appointments.operations.refusals import (
    NobodyLikeThatToday,
    NotAtThisOffice,
    TooEarly,
)
from tongban.appointments.queries.machine import Machine
from tongban.appointments.rules import Status
from tongban.appointments.rules.states import COMES_BACK
from tongban.audit import operations as audit
from tongban.catalog.models import Office, Post
from tongban.identity.models import phone_index

EARLIEST: Final = timedelta(hours=2)
DESK: Final = frozenset({"clerk", "officer", "chief"})


@transaction.atomic
def arrive(*, office: Office, said: str, at: datetime, by: Post | None = None) -> Visit:
    """Sign in at the door by the code of the appointment or the phone; staff also by number.

    Twice is once; who missed the call and comes back soon stands in the line again.
    Refuses with NobodyLikeThatToday or TooEarly.
    """
    here = Visit.objects.filter(schedule__office=office, on=localdate(at))
    visit = _meant(here, said, at=at, staff=by is not None)
    if visit is None:
        raise NobodyLikeThatToday
    if visit.status in {Status.ARRIVED, Status.CALLED}:
        return visit
    if visit.starts_at and visit.starts_at - at > EARLIEST:
        raise TooEarly
    visit.status, visit.arrived_at, visit.closed_at = Status.ARRIVED, at, None
    visit.clerk, visit.counter, visit.called_at = None, "", None
    visit.save(update_fields=["status", "arrived_at", "closed_at", "clerk", "counter", "called_at"])
    _record(visit, "arrived", by=by, at=at)
    return visit


@transaction.atomic
def give_number(*, schedule: Schedule, by: Post, at: datetime) -> Visit:
    """A number from the door, for somebody without an appointment. Refuses with NotAtThisOffice."""
    if by.ended_at or by.role not in DESK or schedule.office_id != by.office_id:
        raise NotAtThisOffice
    Schedule.objects.select_for_update().get(pk=schedule.pk)
    today = localdate(at)
    given = Visit.objects.filter(schedule=schedule, on=today, place=None, number__contains="W")
    visit = Visit.objects.create(
        schedule=schedule,
        status=Status.ARRIVED,
        on=today,
        number=f"{schedule.letter}W{given.count() + 1:02d}",
        code=new_code(),
        made_at=at,
        arrived_at=at,
    )
    _record(visit, "number_given", by=by, at=at)
    return visit


@transaction.atomic
def excuse(*, visit: Visit, by: Post, at: datetime) -> Visit:
    """A missed appointment that does not count, because there was a reason.

    Refuses with NotAtThisOffice.
    """
    if by.ended_at or by.role not in DESK or visit.schedule.office_id != by.office_id:
        raise NotAtThisOffice
    if Visit.objects.filter(pk=visit.pk, status=Status.MISSED, excused_at=None).update(
        excused_at=at
    ):
        _record(visit, "excused", by=by, at=at)
    visit.refresh_from_db()
    return visit


def _meant(here: VisitQuerySet, said: str, *, at: datetime, staff: bool) -> Visit | None:
    """The visit somebody means, locked; the soonest when it is several."""
    said = said.strip().upper().replace(" ", "").replace("-", "")
    back = [
        Status.BOOKED,
        Status.ARRIVED,
        Status.CALLED,
        Status.MISSED,
    ]
    found = here.filter(status__in=back).select_for_update(of=("self",))
    found = found.select_related("schedule__office").order_by("starts_at", "pk")
    if said.isascii() and said.isdigit() and len(said) >= 8:
        meant = found.filter(holder__phone_index=phone_index(said))
    elif staff and len(said) <= 5:
        meant = found.filter(number=said)
    else:
        meant = found.filter(code=said[:8]) if said.isascii() and len(said) == 8 else found.none()
    for visit in meant:
        missed_at = visit.closed_at if visit.status == Status.MISSED else None
        if missed_at is None or at - missed_at <= COMES_BACK:
            return visit
    return None


def _record(visit: Visit, what: str, *, by: Post | None, at: datetime) -> None:
    audit.record(
        f"appointments.{what}",
        subject=visit,
        by=by.person if by else Machine(),
        under=by.ref if by else "door",
        at=at,
    )
