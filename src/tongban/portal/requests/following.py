"""My requests: the list, one with every step that was taken, and what can still be done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.queries import platform_name
from tongban.catalog.rules.workdays import working_days_between
from tongban.core.refusal import Refusal
from tongban.design.kept import kept_file
from tongban.design.pages import page
from tongban.files import store
from tongban.hotline import operations, queries
from tongban.hotline.models import Request
from tongban.hotline.rules import CONTESTABLE, OVER, Level, Status, may_become
from tongban.hotline.rules.problems import Source
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.requests.forms import ReasonForm
from tongban.portal.requests.words import title_of
from tongban.ratings import queries as ratings

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
    return _page(request, own(request, public_id), at=now())


def _page(
    request: CitizenRequest,
    asked: Request,
    *,
    at: datetime,
    refusal: Refusal | None = None,
    form: forms.Form | None = None,
) -> HttpResponse:
    photos = queries.photos_of(asked)
    context = {
        "asked": asked,
        "steps": [(title_of(step), step) for step in queries.steps_of(asked)],
        "left": working_days_between(localdate(at), asked.due_on) if asked.due_on else 0,
        "mine": [photo for photo in photos if photo.purpose == "asked"],
        "shown": [photo for photo in photos if photo.purpose == "evidence"],
        "where": platform_name(asked.custodian) if asked.custodian else "",
        "topic": queries.topic_names(asked.category),
        "can": _can(asked),
        "to_rate": ratings.to_rate_of(request.user, asked.ref, at=at),
        "form": form,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form else 200
    return page(request, "portal/requests/show.html", context, status=status)


def _can(asked: Request) -> dict[str, bool]:
    """What its asker can do now; the operations decide all the same."""
    status, here = Status(asked.status), not asked.custodian
    return {
        "confirm": here and status == Status.ANSWERED,
        "contest": here and status in CONTESTABLE and asked.level != Level.GOVERNMENT,
        "court": status in CONTESTABLE and asked.level == Level.GOVERNMENT,
        "withdraw": here and may_become(Status.WITHDRAWN, now=status),
    }


@signed_in
@require_POST
def confirm(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    return _do(request, public_id, operations.confirm)


@signed_in
@require_POST
def withdraw(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    return _do(request, public_id, operations.withdraw)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    asked, form = own(request, public_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _do(request, public_id, operations.contest, reason=form.cleaned_data["reason"])
    return page(request, "portal/requests/contest.html", {"asked": asked, "form": form})


def _do(request: CitizenRequest, public_id: UUID, operation: Any, **said: Any) -> HttpResponse:
    asked = own(request, public_id)
    try:
        operation(request=asked, by=request.user, at=now(), **said)
    except Refusal as refusal:
        return _page(request, own(request, public_id), at=now(), refusal=refusal)
    return redirect("request", public_id)


@signed_in
@never_cache
@require_safe
def photo(request: CitizenRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture of one's own request, or of what was done, as it was kept."""
    found = queries.photo_of(own(request, public_id), photo_id)
    if found is None:
        raise Http404
    return kept_file(store.read(found.stored_as), kind=found.kind, name=str(found.public_id))


@signed_in
@require_safe
def problem(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """What came of something that one told us of; a bad rating can then be given again."""
    found = queries.problem_of(request.user, public_id)
    if found is None:
        raise Http404
    first = ratings.rating_with_ref(found.about) if found.source == Source.RATING else None
    context = {"problem": found, "occasion": first.occasion if first else None}
    return page(request, "portal/requests/problem.html", context)
