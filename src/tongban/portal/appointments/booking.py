"""Choosing a time for a service: whoever looks may look, who takes one says who they are."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from tongban.appointments import operations, queries
from tongban.appointments.operations import Wish
from tongban.cases.queries import cases_of, draft_of
from tongban.catalog.models import Service
from tongban.catalog.queries import published_services
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules import Level
from tongban.portal.appointments.board import Board, board, lines_near, slot_named
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.preferences.surroundings import reader_of


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """The free times of the nearest offices; a chosen one is held for ten minutes."""
    service = get_object_or_404(published_services(), code=code)
    if request.method == "POST":
        return _hold(request, service)
    return _shown(request, service)


@signed_in(level=Level.MATCHED)
def _hold(request: CitizenRequest, service: Service) -> HttpResponse:
    at, lines = now(), lines_near(service, reader_of(request))
    slot = slot_named(lines, request.POST.get("slot", ""))
    if slot is None:
        raise Http404
    wish = Wish(slot, service, about=_about(request, service))
    try:
        visit = operations.hold(wish=wish, by=request.actor, at=at)
    except Refusal as refusal:
        return _shown(request, service, refusal)
    return redirect("visit", visit.public_id)


def _shown(request: HttpRequest, service: Service, refusal: Refusal | None = None) -> HttpResponse:
    at, reader = now(), reader_of(request)
    shown: Board = board(request, lines_near(service, reader), at=at)
    actor = reader.actor
    mine = queries.visits_of(actor).live().filter(service=service).first() if actor else None
    context = {"service": service, "board": shown, "refusal": refusal, "mine": mine}
    return page(request, "portal/appointments/choose.html", context)


def _about(request: CitizenRequest, service: Service) -> str:
    """The case or the draft that the visit is for, so that the clerk can open it."""
    named = request.GET.get("case", "")
    try:
        found = cases_of(request.actor).filter(service=service, public_id=UUID(named)).first()
    except ValueError:
        found = None
    found = found or draft_of(request.actor, service)
    return found.ref if found else ""
