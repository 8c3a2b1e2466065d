"""Showing one's code (亮码), and what the phone asks for to make it."""

import hashlib
import json
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.certificates import operations, queries
from tongban.certificates.models import FamilyTie, Verifier
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
    return _code(request, None)


@signed_in
@never_cache
@require_safe
def family(request: CitizenRequest, name: UUID) -> HttpResponse:
    """The code of a child or an elder, on the phone of the relative who keeps their certificates."""
    tie = _kept(request, str(name))
    if tie is None:
        raise Http404
    return _code(request, tie)


def _code(request: CitizenRequest, tie: FamilyTie | None) -> HttpResponse:
    asking = _asking(request)
    actor, level = request.actor, request.level
    ties = [] if actor.grant else list(queries.ties_of(actor.person, at=now()))
    context = {
        "holder": holder_of(actor, level, tie),
        "keeps": [holder_of(actor, level, each) for each in (None, *ties)],
        "tie": tie,
        "ties": ties,
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
    tie = _kept(request, str(asked["tie"])) if asked.get("tie") else None
    gone = bool(asked.get("tie")) and tie is None
    if gone or asked.get("holder") != holder_of(request.actor, request.level, tie):
        return JsonResponse({"code": "other_holder"}, status=409)
    at = now()
    try:
        points = [decoded(point) for point in asked.get("points", [])]
        issued = operations.issue_codes(
            by=request.actor, level=request.level, points=points, at=at, tie=tie
        )
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


def _kept(request: CitizenRequest, name: str) -> FamilyTie | None:
    """The tie of this name by which the reader keeps somebody's certificates."""
    try:
        tie = queries.tie_of(request.actor.person, UUID(name), at=now())
    except ValueError:
        return None
    return tie if tie and tie.relative_id == request.actor.person.pk else None


def holder_of(actor: Actor, level: int, tie: FamilyTie | None = None) -> str:
    """Whose credentials this device keeps, and how surely known; it names nobody."""
    acting = tie.public_id if tie else actor.grant.public_id if actor.grant else ""
    named = f"{actor.person.public_id} {acting} {level}"
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
