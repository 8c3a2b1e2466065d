"""A remote window (云窗口), at the officer's end: to see, to point, to speak; never to change."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Window
from tongban.cases.rules.windows import Mark
from tongban.core.refusal import Refusal
from tongban.design.kept import kept_file
from tongban.design.pages import page
from tongban.files import store as files
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.windows.forms import RemarkForm


@at_a_post
@never_cache
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    """Who waits: a number and what for, and never who."""
    return _list(request)


@at_a_post
@require_POST
def take(request: OfficialRequest) -> HttpResponse:
    """Sit down with the next one. From here on it is in their list of looks."""
    try:
        window = operations.take_next_window(by=request.post, at=now())
    except Refusal as refusal:
        return _list(request, refusal)
    return redirect("work_window", window.public_id)


@at_a_post
@never_cache
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The case as its applicant shows it, and as it changes. Ended, it shows nothing of it."""
    return _window(request, _own(request, public_id))


@at_a_post
@require_POST
def do(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    """Point to a place, or end it."""
    window, at = _own(request, public_id), now()
    try:
        if name == "end":
            operations.end_window(window=window, by=request.user, at=at)
            return redirect("work_windows")
        if name != "point":
            raise Http404
        return _pointed(request, window)
    except operations.WindowOver:
        return redirect("work_window", public_id)
    except Refusal as refusal:
        return _window(request, window, refusal=refusal)


@at_a_post
@never_cache
@require_safe
def upload(request: OfficialRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """A file that the applicant shows now; hidden ones are not there."""
    window = _own(request, public_id)
    kept = queries.upload_at_window(window, upload_id)
    if kept is None or not queries.is_live(window, at=now()):
        raise Http404
    return kept_file(files.read(kept.stored_as), kind=kept.kind, name=kept.name)


def _own(request: OfficialRequest, public_id: UUID) -> Window:
    """A window that this officer took; a colleague's is not there."""
    window = queries.window_taken_by(request.post, public_id)
    if window is None:
        raise Http404
    return window


def _pointed(request: OfficialRequest, window: Window) -> HttpResponse:
    form = RemarkForm(request.POST, sheets=_sheets(window))
    if not form.is_valid():
        return _window(request, window, form=form)
    told = form.cleaned_data
    operations.point(
        window=window,
        place=told["place"],
        mark=Mark(told["mark"]),
        text=told["text"],
        by=request.post,
        at=now(),
    )
    return redirect("work_window", window.public_id)


def _sheets(window: Window) -> list[queries.SharedPage]:
    return queries.shared_pages(window.case, window.shown, at=now(), window=window)


def _window(
    request: OfficialRequest,
    window: Window,
    *,
    form: RemarkForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, object] = {"window": window, "refusal": refusal, "live": False}
    if queries.is_live(window, at=now()):
        sheets, chosen = _sheets(window), request.GET.get("at", "")
        form = form or RemarkForm(initial={"place": chosen}, sheets=sheets)
        context |= {"case": window.case, "sheets": sheets, "form": form, "live": True}
    template = "workbench/windows/window.html"
    return page(request, template, context, live="shared", status=409 if refusal else 200)


def _list(request: OfficialRequest, refusal: Refusal | None = None) -> HttpResponse:
    at, post = now(), request.post
    context = {
        "waiting": queries.waiting_at(post.office, at=at),
        "serving": queries.serving(post, at=at),
        "refusal": refusal,
    }
    return page(request, "workbench/windows/windows.html", context, live="queue")
