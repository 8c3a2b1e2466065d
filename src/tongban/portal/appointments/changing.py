"""Confirming, moving and giving back an appointment."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.appointments import operations
from tongban.appointments.rules import Status
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.portal.appointments.board import board, lines_near, slot_named
from tongban.portal.appointments.showing import own_visit, visit_page
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.preferences.surroundings import reader_of


@signed_in
@require_POST
def confirm(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    visit = own_visit(request, public_id)
    visitor = request.POST.get("visitor", "").strip()
    try:
        operations.confirm(visit=visit, by=request.actor, at=now(), visitor=visitor)
    except Refusal as refusal:
        return visit_page(request, own_visit(request, public_id), refusal)
    return redirect("visit", public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Another time. Who was sent away by the office also sees days that are not released yet."""
    visit, at, refusal = own_visit(request, public_id), now(), None
    if visit.status != Status.BOOKED or visit.service is None:
        return redirect("visit", public_id)
    lines = lines_near(visit.service, reader_of(request))
    lines = [visit.schedule, *(line for line in lines if line != visit.schedule)]
    if request.method == "POST":
        slot = slot_named(lines, request.POST.get("slot", ""))
        if slot is None:
            raise Http404
        try:
            operations.move(visit=visit, slot=slot, by=request.actor, at=at)
        except Refusal as no:
            refusal = no
        else:
            return redirect("visit", public_id)
    shown = board(request, lines, at=at, early=visit.displaced_at is not None)
    context = {"visit": visit, "service": visit.service, "board": shown, "refusal": refusal}
    return page(request, "portal/appointments/move.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    visit = own_visit(request, public_id)
    if request.method != "POST":
        return page(request, "portal/appointments/cancel.html", {"visit": visit})
    try:
        operations.cancel(visit=visit, by=request.actor, at=now())
    except Refusal as refusal:
        return visit_page(request, own_visit(request, public_id), refusal)
    return redirect("visits")
