"""Showing one's code (亮码), and what the phone asks for to make it."""

import hashlib
import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.certificates import operations, queries
from tongban.certificates.models import Verifier
from tongban.certificates.rules import codes
from tongban.certificates.rules.scenes import FIELDS
from tongban.core.refusal import Refusal
from tongban.crypto.keys import BadKey, decoded, encoded
from tongban.design.pages import page
from tongban.identity.models import Actor
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in

MOST_ASKED: Final = 16 * 1024


@signed_in
@never_cache
@require_safe
def code(request: CitizenRequest) -> HttpResponse:
    """The page of the code. The code itself is made by the phone, over and over."""
    asking = _asking(request)
    context = {
        "holder": holder_of(request.actor, request.level),
        "is_seen": request.level >= Level.PRESENT,
        "firm": request.actor.organisation,
        "asking": asking,
        "fields": [FIELDS[field] for field in asking.fields] if asking else [],
        "unknown": bool(request.GET.get("for")) and asking is None,
    }
    return page(request, "portal/codes/code.html", context)


@require_POST
@signed_in
def credentials(request: CitizenRequest) -> HttpResponse:
    """Credentials for the keys that the phone has just made, as JSON in both directions."""
    asked = _asked(request)
    if asked.get("holder") != holder_of(request.actor, request.level):
        return JsonResponse({"code": "other_holder"}, status=409)
    at = now()
    try:
        points = [decoded(point) for point in asked.get("points", [])]
        issued = operations.issue_codes(by=request.actor, level=request.level, points=points, at=at)
    except (BadKey, TypeError):
        return JsonResponse({"code": operations.KeysFaulty.code}, status=422)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=422)
    told = {
        "credentials": [encoded(credential) for credential in issued],
        "expires": int(codes.expiry(at=at).timestamp()),
        "now": at.timestamp(),
    }
    return JsonResponse(told)


@require_POST
@signed_in
def cancel(request: CitizenRequest) -> HttpResponse:
    """Cancel every code on every phone; this one fetches new ones when it is shown again."""
    operations.revoke_codes(by=request.actor, at=now())
    return redirect("me")


def _asking(request: HttpRequest) -> Verifier | None:
    """Who asks, when the code is opened from a sign at a door: `?for=NAME`."""
    name = request.GET.get("for", "")
    return queries.verifier_called(name, at=now()) if name else None


def holder_of(actor: Actor, level: int) -> str:
    """Whose credentials this device keeps, and how surely known; it names nobody."""
    named = f"{actor.person.public_id} {actor.grant.public_id if actor.grant else ''} {level}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the phone sent; nothing if it is not what phones send."""
    if len(request.body) > MOST_ASKED:
        return {}
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}
