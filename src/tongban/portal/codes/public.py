"""What anybody may fetch: keys, lists of cancelled codes, and the two service workers."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.certificates import queries
from tongban.core.refusal import Refusal
from tongban.design.cameras import READER, reader

STYLES: Final = [f"design/{name}.css" for name in ("tokens", "components", "codes")]
SHARED: Final = [*STYLES, "design/js/aloud.js", "django_htmx/htmx-2.min.js"]
LIBRARY: Final = [f"portal/js/codes/{name}.js" for name in ("bytes", "cbor", "tokens", "store")]
SHOWING: Final = [*SHARED, *LIBRARY, "portal/js/codes/qr.js", "portal/js/codes/code.js"]
READING: Final = [READER, "browser/qr/index.js"]
CHECKING: Final = [
    *SHARED,
    *LIBRARY,
    "design/js/camera.js",
    "portal/js/codes/verdicts.js",
    "portal/js/codes/verify.js",
]


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Whose codes count, and the scenes, signed (docs/reference/codes.md)."""
    return _told(lambda at: queries.code_keys(at=at), "application/json")


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every status list that counts, one a line."""
    return _told(lambda at: "\n".join(queries.code_lists(at=at)), "text/plain")


@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """One of ours, as the Token Status List specification wants it."""
    if number not in queries.own_numbers(at=now()):
        raise Http404
    return _told(lambda at: queries.own_list(number, at=at), "application/statuslist+jwt")


@require_safe
def code_worker(request: HttpRequest) -> HttpResponse:
    """Keeps the page of the code, so that it opens without a network."""
    return _worker(request, reverse("code"), SHOWING)


@require_safe
def verify_worker(request: HttpRequest) -> HttpResponse:
    """Keeps the page that checks codes."""
    return _worker(request, reverse("verify"), [*CHECKING, *(READING if reader() else [])])


def _worker(request: HttpRequest, page: str, assets: list[str]) -> HttpResponse:
    told = {"page": page, "assets": [static(name) for name in assets]}
    response = render(request, "portal/codes/worker.js", {"told": told}, "text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _told(ask: Callable[[datetime], str], kind: str) -> HttpResponse:
    """Also for pages of other people: nothing in it is about whoever asks."""
    try:
        response = HttpResponse(ask(now()), content_type=kind)
    except Refusal as refusal:
        raise Http404(str(refusal)) from refusal
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=30"
    return response
