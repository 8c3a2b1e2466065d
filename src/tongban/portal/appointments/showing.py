"""A person's appointments: all of them, and one with its number for the hall."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.appointments import queries
from tongban.appointments.models import Visit
from tongban.appointments.rules import Status
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.portal.http import CitizenRequest, signed_in
from tongban.ratings import queries as ratings

SHOWN = 20


@signed_in
@never_cache
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """What is to come, what one waits for, what was; and the address for a calendar."""
    at, actor = now(), request.actor
    past = queries.visits_of(actor).exclude(status__in=["held", "booked", "arrived", "called"])
    feed = queries.feed_of(actor.person)
    context = {
        "coming": queries.coming_visits_of(actor, at=at),
        "waits": queries.waits_of(actor.person, at=at),
        "past": past[:SHOWN],
        "feed": request.build_absolute_uri(f"calendar/{feed.secret}.ics") if feed else "",
        "until": queries.counter_only(actor.person, at=at),
    }
    return page(request, "portal/appointments/index.html", context)


@signed_in
@never_cache
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    return visit_page(request, own_visit(request, public_id))


def own_visit(request: CitizenRequest, public_id: UUID) -> Visit:
    return get_object_or_404(queries.visits_of(request.actor), public_id=public_id)


def visit_page(
    request: CitizenRequest, visit: Visit, refusal: Refusal | None = None
) -> HttpResponse:
    """One appointment as it is now; while it is held, the form that confirms it."""
    at = now()
    ahead = queries.ahead_of(visit, at=at) if visit.status == Status.ARRIVED else None
    kind, _slash, name = visit.about.partition("/")
    context = {
        "visit": visit,
        "refusal": refusal,
        "is_over": bool(visit.held_until and visit.held_until <= at),
        "may_change": visit.status == Status.BOOKED
        and bool(visit.displaced_at or (visit.starts_at and visit.starts_at > at)),
        "ahead": ahead,
        "estimate": queries.estimate(visit.schedule, ahead, at=at) if ahead is not None else None,
        "case": name if kind == "case" else "",
        "to_rate": ratings.to_rate_of(request.user, visit.ref, at=at),
    }
    template = "held" if visit.status == Status.HELD else "show"
    live = "" if template == "held" else "now"
    return page(request, f"portal/appointments/{template}.html", context, live=live)
