from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.hotline import operations, queries
from tongban.hotline.models import Request
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.inbox.rows import left_until
from tongban.workbench.requests.boxes import PAGE, Wanted, counts, page_of
from tongban.workbench.requests.forms import box_form
from tongban.workbench.requests.moves import MOVES, Move, moves_for
from tongban.workbench.requests.words import caption, rows_of, tabs, title_of, tone_of


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    """The requests of an office, most urgent first."""
    at, filters = now(), box_form(request)
    wanted = filters.wanted()
    found, more = page_of(request.post, wanted, at=at)
    first = (wanted.page - 1) * PAGE + 1
    context = {
        "filters": filters,
        "wanted": wanted,
        "boxes": tabs(wanted, counts(request.post, at=at)),
        "rows": rows_of(found, at=at),
        "caption": caption(wanted),
        "first": first,
        "last": first + len(found) - 1,
        "before": wanted.on_page(wanted.page - 1) if wanted.page > 1 else "",
        "after": wanted.on_page(wanted.page + 1) if more else "",
    }
    return page(request, "workbench/requests/index.html", context, live="rows")


@at_a_post
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The whole request for those whose look is written down; the question for the others."""
    return _screen(request, _found(request, public_id))


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    """One thing to do with it: GET opens its form on the screen, POST does it."""
    asked, at = _found(request, public_id), now()
    if name == "open" and request.method == "POST":
        operations.look(request=asked, by=request.post, at=at)
        return _to(request, asked)
    move = MOVES.get(name)
    if move is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    if posted is None and move.form is None:
        return _to(request, asked)
    form = (move.form or forms.Form)(posted)
    if not form.is_valid():
        return _screen(request, asked, move=move, form=form)
    try:
        move.operation(request=asked, by=request.post, at=at, **form.cleaned_data)
    except Refusal as refusal:
        return _screen(request, _found(request, public_id), refusal=refusal)
    return _to(request, asked)


def _screen(
    request: OfficialRequest,
    asked: Request,
    *,
    move: Move | None = None,
    form: forms.Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    at = now()
    context: dict[str, Any] = {
        "asked": asked,
        "wanted": box_form(request).wanted(),
        "tone": tone_of(asked.status),
        "left": left_until(asked.due_on, localdate(at)) if asked.is_open and asked.due_on else None,
        "moves": moves_for(asked, request.post),
        "refusal": refusal,
    }
    if not queries.has_opened(asked, request.post, at=at):
        return page(request, "workbench/requests/gate.html", context)
    steps = queries.steps_of(asked, inside=True)
    context |= {
        "move": move,
        "form": form,
        "steps": [(title_of(step), step) for step in steps],
    }
    return page(request, "workbench/requests/show.html", context)


def _found(request: OfficialRequest, public_id: UUID) -> Request:
    return get_object_or_404(queries.requests_at(request.post), public_id=public_id)


def _to(request: OfficialRequest, asked: Request) -> HttpResponse:
    wanted: Wanted = box_form(request).wanted()
    return redirect(f"{reverse('work_request', args=[asked.public_id])}?{wanted.query}")
