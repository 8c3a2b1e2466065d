"""My requests: the list, and one with every step that was taken."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from tongban.catalog.rules.workdays import working_days_between
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.hotline import queries
from tongban.hotline.models import Request
from tongban.hotline.rules import OVER
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.requests.words import title_of

PAGE = 20


def own(request: CitizenRequest, public_id: UUID) -> Request:
    """The asker's own request; anything else is not there."""
    return get_object_or_404(queries.requests_of(request.user), public_id=public_id)


@signed_in
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    box = "done" if request.GET.get("box") == "done" else "open"
    mine = queries.requests_of(request.user)
    mine = mine.filter(status__in=OVER) if box == "done" else mine.exclude(status__in=OVER)
    found = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return page(request, "portal/requests/index.html", {"found": found, "box": box})


@signed_in
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    return request_page(request, own(request, public_id), at=now())


def request_page(
    request: CitizenRequest, asked: Request, *, at: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    steps = queries.steps_of(asked)
    context = {
        "asked": asked,
        "steps": [(title_of(step), step) for step in steps],
        "left": working_days_between(localdate(at), asked.due_on) if asked.due_on else 0,
        "refusal": refusal,
    }
    return page(request, "portal/requests/show.html", context, status=409 if refusal else 200)
