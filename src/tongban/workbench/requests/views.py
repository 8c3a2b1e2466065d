from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.core.refusal import Refusal
from tongban.design.kept import kept_file
from tongban.design.pages import page
from tongban.files import store
from tongban.hotline import operations, queries
from tongban.hotline.models import Request
from tongban.privacy.queries import access_named
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.inbox.rows import left_until
from tongban.workbench.requests.boxes import PAGE, Wanted, counts, page_of
from tongban.workbench.requests.forms import CallForm, MoveForm, box_form, photos_in
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
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: OfficialRequest) -> HttpResponse:
    """Take a call: typed while somebody speaks, sent with Ctrl+Enter, read back by its number."""
    form = CallForm(request.POST or None, region=request.post.office.region.code)
    context: dict[str, Any] = {"form": form, "refusal": None, "made": None}
    text = request.POST.get("text", "")
    if text.strip():
        context["made"] = queries.suggest(text)
    if form.is_valid() and "only_look" not in request.POST:
        try:
            asked = operations.take_call(said=form.asked(), by=request.post, at=now())
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect(f"{reverse('work_request_call')}?taken={asked.reference}")
    context["taken"] = request.GET.get("taken", "")[:24]
    return page(request, "workbench/requests/call.html", context)


@at_a_post
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The whole request for those whose look is written down; the question for the others."""
    return _screen(request, _found(request, public_id))


@at_a_post
@require_POST
def open_it(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Write down that the official reads it; the asker sees that."""
    asked = _found(request, public_id)
    operations.look(request=asked, by=request.post, at=now())
    return _to(request, asked)


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    """One thing to do with it: GET opens its form on the screen, POST does it."""
    asked, move = _found(request, public_id), _move(name)
    posted = request.POST if request.method == "POST" else None
    sees = queries.has_opened(asked, request.post, at=now())
    if not (sees or name == "take") or (posted is None and move.form is None):
        return _to(request, asked)
    form = move.form(posted, asked=asked) if move.form else None
    if form and not form.is_valid():
        return _screen(request, asked, move=move, form=form)
    said = dict(form.cleaned_data) if form else {}
    if move.photos:
        said["photos"] = photos_in(request)
    try:
        move.operation(request=asked, by=request.post, at=now(), **said)
    except Refusal as refusal:
        return _screen(request, _found(request, public_id), move=move, form=form, refusal=refusal)
    return _to(request, asked)


@at_a_post
@never_cache
@require_safe
def photo(request: OfficialRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture, for those whose look is written down."""
    asked = _found(request, public_id)
    found = queries.photo_of(asked, photo_id)
    if found is None or not queries.has_opened(asked, request.post, at=now()):
        raise Http404
    return kept_file(store.read(found.stored_as), kind=found.kind, name=str(found.public_id))


def _move(name: str) -> Move:
    if name not in MOVES:
        raise Http404
    return MOVES[name]


def _screen(
    request: OfficialRequest,
    asked: Request,
    *,
    move: Move | None = None,
    form: MoveForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    at = now()
    context: dict[str, Any] = {
        "asked": asked,
        "wanted": box_form(request).wanted(),
        "tone": tone_of(asked.status),
        "left": left_until(asked.due_on, localdate(at)) if asked.is_open and asked.due_on else None,
        "moves": moves_for(asked, request.post),
        "topic": queries.topic_names(asked.category),
        "refusal": refusal,
    }
    if not queries.has_opened(asked, request.post, at=at):
        return page(request, "workbench/requests/gate.html", context)
    steps = queries.steps_of(asked, inside=True)
    photos = queries.photos_of(asked)
    context |= {
        "look": access_named(asked.about),
        "move": move,
        "form": form,
        "steps": [(title_of(step), step) for step in steps],
        "photos": photos,
        "caller": {part: asked.caller.get(part) or "—" for part in ("name", "phone")},
        "shows_asker": queries.shows_asker(asked, request.post),
        "alike": queries.alike(asked) if asked.center_id == request.post.office_id else [],
        "published": queries.publication_of(asked),
    }
    return page(request, "workbench/requests/show.html", context)


def _found(request: OfficialRequest, public_id: UUID) -> Request:
    return get_object_or_404(queries.requests_at(request.post), public_id=public_id)


def _to(request: OfficialRequest, asked: Request) -> HttpResponse:
    wanted: Wanted = box_form(request).wanted()
    return redirect(f"{reverse('work_request', args=[asked.public_id])}?{wanted.query}")
