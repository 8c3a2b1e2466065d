"""Waiting for a place that comes back, and the waiting room of a release."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.appointments import operations, queries
from tongban.appointments.models import Schedule
from tongban.catalog.models import Service
from tongban.catalog.queries import published_services
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in


@signed_in(level=Level.MATCHED)
@require_POST
def wait(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    line, service = _line(public_id), _service(request.POST.get("service", ""))
    try:
        on = date.fromisoformat(request.POST.get("on", "")[:10])
    except ValueError as error:
        raise Http404 from error
    try:
        operations.wait_for(schedule=line, on=on, service=service, by=request.actor, at=now())
    except Refusal as refusal:
        context = {"refusal": refusal, "service": service}
        return page(request, "portal/appointments/refused.html", context)
    return redirect("visits")


@signed_in
@require_POST
def stop(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    at = now()
    found = get_object_or_404(queries.waits_of(request.actor.person, at=at), public_id=public_id)
    operations.stop_waiting(wait=found, by=request.actor, at=at)
    return redirect("visits")


@signed_in(level=Level.MATCHED)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """The waiting room: coming in is a press, then the page says when it is one's turn."""
    line, at, refusal = _line(public_id), now(), None
    service = _service(request.GET.get("service", ""))
    if request.method == "POST":
        try:
            operations.enter_room(schedule=line, by=request.actor, at=at)
        except Refusal as no:
            refusal = no
        else:
            return redirect(request.get_full_path())
    opens_at = queries.room_open_for(line, at=at)
    seen = queries.room(line, opens_at, request.actor.person, at=at) if opens_at else None
    context = {"line": line, "service": service, "room": seen, "at": at, "refusal": refusal}
    return page(request, "portal/appointments/room.html", context, live="state")


def _line(public_id: UUID) -> Schedule:
    found = queries.line_with_id(public_id)
    if found is None:
        raise Http404
    return found


def _service(code: str) -> Service:
    return get_object_or_404(published_services(), code=code)
