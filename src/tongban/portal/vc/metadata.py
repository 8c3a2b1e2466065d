"""What wallets read before they ask: who we are, and what our certificates say. Anyone may."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.certificates import queries
from tongban.core.refusal import Refusal


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """Credential Issuer Metadata (OpenID4VCI 1.0, 12.2)."""
    return _told(lambda: queries.issuer_metadata(at=now()))


@require_safe
def server(request: HttpRequest) -> HttpResponse:
    """Of the authorization server for wallets (RFC 8414): its name has a path, so ours has, too."""
    return _told(queries.server_metadata)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Whose signature makes a credential of ours (SD-JWT VC, JWT VC Issuer Metadata)."""
    return _told(lambda: queries.issuer_keys(at=now()))


@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """What one kind of certificate says (SD-JWT VC Type Metadata)."""
    return _told(lambda: queries.type_metadata(code))


def _told(ask: Callable[[], dict[str, Any] | None]) -> HttpResponse:
    """Also for pages of other people: nothing in it is about whoever asks."""
    try:
        found = ask()
    except Refusal as refusal:
        raise Http404(str(refusal)) from refusal
    if found is None:
        raise Http404
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=300"
    return answer
