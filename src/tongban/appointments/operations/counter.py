"""At the counter: calling the next one, and what comes of it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from tongban.appointments.models import Schedule, Visit
from tongban.appointments.operations.hall import DESK
from tongban.appointments.operations.rating import invite
from tongban.appointments.operations.refusals import (
    NobodyWaits,
    NotAtThisOffice,
    NotNowAnyMore,
    StillServing,
    VisitGone,
)
from tongban.appointments.queries.hall import next_ones
from tongban.appointments.rules import Status, may_become
from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.core.constraints import refusing
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

PURPOSE: Final = "serve"
CALLED: Final = gettext_noop("You were called to the counter")  # translated where it is read


@transaction.atomic
def call_next(*, counter: str, by: Post, at: datetime, line: Schedule | None = None) -> Visit:
    """Call whoever is next in a line of the office, or in all of them, to this counter.

    A clerk serves one at a time. Refuses with NotAtThisOffice, StillServing or NobodyWaits.
    """
    if by.ended_at or by.role not in DESK or (line and line.office_id != by.office_id):
        raise NotAtThisOffice
    for visit in next_ones(by.office, line=line, at=at):
        with refusing({"clerk_serves_one": StillServing}):
            called = Visit.objects.filter(pk=visit.pk, status=Status.ARRIVED).update(
                status=Status.CALLED, clerk=by.person, counter=counter[:8], called_at=at
            )
        if called:  # else a colleague was quicker
            visit.refresh_from_db()
            _looked(visit, by, at)
            _record(visit, "called", by, at)
            return visit
    if Visit.objects.filter(clerk=by.person, status=Status.CALLED).exists():
        raise StillServing
    raise NobodyWaits


@transaction.atomic
def recall(*, visit: Visit, by: Post, at: datetime) -> Visit:
    """Call the same one again. Refuses with VisitGone or NotNowAnyMore."""
    visit = _mine(visit, by, Status.CALLED)
    visit.called_at = at
    visit.save(update_fields=["called_at"])
    _record(visit, "recalled", by, at)
    return visit


@transaction.atomic
def mark_missed(*, visit: Visit, by: Post, at: datetime) -> Visit:
    """Nobody came to the counter. Refuses with VisitGone or NotNowAnyMore."""
    visit = _mine(visit, by, Status.MISSED)
    visit.status, visit.closed_at = Status.MISSED, at
    visit.save(update_fields=["status", "closed_at"])
    _record(visit, "missed", by, at)
    return visit


@transaction.atomic
def finish(*, visit: Visit, by: Post, at: datetime) -> Visit:
    """Done at the counter; twice is once. Refuses with VisitGone or NotNowAnyMore."""
    if Visit.objects.filter(pk=visit.pk, status=Status.DONE, clerk=by.person).exists():
        visit.refresh_from_db()
        return visit
    visit = _mine(visit, by, Status.DONE)
    visit.status, visit.closed_at = Status.DONE, at
    visit.save(update_fields=["status", "closed_at"])
    invite(visit, by=by, at=at)
    _record(visit, "done", by, at)
    return visit


@transaction.atomic
def transfer(*, visit: Visit, line: Schedule, by: Post, at: datetime) -> Visit:
    """To another line of the office, with the same number and without waiting anew.

    Refuses with VisitGone, NotNowAnyMore or NotAtThisOffice.
    """
    if line.office_id != by.office_id or line.ended_at:
        raise NotAtThisOffice
    visit = _mine(visit, by, Status.ARRIVED)
    visit.status, visit.schedule = Status.ARRIVED, line
    visit.clerk, visit.counter, visit.called_at = None, "", None
    visit.save(update_fields=["status", "schedule", "clerk", "counter", "called_at"])
    _record(visit, "transferred", by, at)
    return visit


def _mine(visit: Visit, by: Post, to: Status) -> Visit:
    """The one at the clerk's counter, locked."""
    held = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("schedule__office", "service", "holder")
        .filter(pk=visit.pk, schedule__office=by.office_id)
        .first()
    )
    if held is None or by.ended_at:
        raise VisitGone
    stays = to == Status.CALLED and held.status == Status.CALLED
    if held.clerk_id != by.person_id or not (
        stays or (held.status == Status.CALLED and may_become(to, now=Status(held.status)))
    ):
        raise NotNowAnyMore
    return held


def _looked(visit: Visit, by: Post, at: datetime) -> None:
    """The counter shows who comes; the one who comes sees that."""
    if visit.holder is None:
        return
    privacy.record_access(
        person=visit.holder,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=visit.ref,
        fields=["name"],
        reason=CALLED,
        at=at,
        shown=Shown(
            **desk_of(by), matter=visit.service.names if visit.service else {}, purpose=PURPOSE
        ),
    )


def _record(visit: Visit, what: str, by: Post, at: datetime) -> None:
    audit.record(
        f"appointments.{what}",
        subject=visit,
        by=by.person,
        under=by.ref,
        at=at,
        detail={"on": localdate(at).isoformat(), "counter": visit.counter},
    )
