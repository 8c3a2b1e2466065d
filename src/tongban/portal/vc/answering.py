"""Where wallets of others read what a verifier of ours asks, and give their answer (OpenID4VP)."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.certificates import operations, queries
from tongban.crypto.request_objects import TYPE
from tongban.portal.vc.programs import Faulty, for_wallets, sized


@for_wallets
@require_http_methods(["GET", "HEAD"])
def request_object(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The signed request. Whoever has its address may read it: it is about nobody."""
    found = queries.presentation(public_id)
    if found is None or found.answered_at or found.expires_at <= now():
        raise Http404
    return HttpResponse(found.request, content_type=f"application/{TYPE}")


@for_wallets
@require_POST
def response(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer of a wallet (`direct_post`). What is not believed, the wallet is told."""
    sized(request)
    if queries.presentation(public_id) is None:
        raise Http404
    answered = operations.take_answer(
        public_id=public_id,
        state=request.POST.get("state", ""),
        vp_token=_parsed(request.POST.get("vp_token", "")),
        error=request.POST.get("error", "")[:40],
        at=now(),
    )
    if answered.outcome not in {"good", "declined"}:
        raise Faulty("invalid_request", answered.outcome)
    return JsonResponse({})


def _parsed(text: str) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
