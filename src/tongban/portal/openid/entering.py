"""At a node: off to the hub to sign in, and back."""

import secrets
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tongban.core.middleware import carries_proof
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation.models import Peer
from tongban.identity.operations.openid import end_from_hub, sign_in_from_hub
from tongban.identity.providers import hub as hubs
from tongban.identity.providers.hub import NotBelieved, Wanted
from tongban.identity.providers.platforms import PlatformAway
from tongban.identity.rules.devices import kind_of_device
from tongban.portal.http import CitizenRequest, safe_next
from tongban.portal.identity.signing_in import welcome

TRIES: Final = "openid.tries"
MOST_TRIES: Final = 5  # tabs in which one browser may be on its way at once


@require_safe
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """To the hub, and with the same browser back to `next`."""
    return begin_at_hub(request, _hub_or_404(), level=_level(request), then=safe_next(request))


def begin_at_hub(
    request: HttpRequest, hub: Peer, *, level: int = 1, then: str, silent: bool = False
) -> HttpResponse:
    """Remember this try in the session, and lead the browser to the hub.

    A silent try shows nothing there; who is not signed in there comes back as a stranger.
    """
    if silent and hubs.is_away(hub):
        return redirect(then)
    wanted = Wanted(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
    )
    try:
        request_uri = hubs.push(hub, wanted, level=level, silent=silent, at=now())
    except PlatformAway:
        return redirect(then if silent else _sign_in_here(then))
    tries = dict(list(request.session.get(TRIES, {}).items())[-(MOST_TRIES - 1) :])
    tries[wanted.state] = [wanted.nonce, wanted.verifier, then, level, silent]
    request.session[TRIES] = tries
    query = urlencode({"client_id": hubs.own_name(), "request_uri": request_uri})
    return redirect(f"{hub.address}/openid/authorize/?{query}")


@require_safe
@never_cache
@carries_proof
def callback(request: CitizenRequest) -> HttpResponse:
    """Back from the hub. The state in the address is known to this browser's session alone."""
    hub = _hub_or_404()
    tries: dict[str, list[Any]] = request.session.get(TRIES, {})
    state = request.GET.get("state", "")
    if state not in tries:
        return _not_believed(request)
    nonce, verifier, then, level, silent = tries.pop(state)
    request.session[TRIES] = tries
    if request.GET.get("iss") != hub.address:  # RFC 9207: another provider answers in its place
        return _not_believed(request)
    if "error" in request.GET:
        return _came_back_without(request, hub, then=then, level=level, silent=silent)
    try:
        told = hubs.exchange(
            hub, Wanted(state, nonce, verifier), code=request.GET.get("code", ""), at=now()
        )
    except PlatformAway:
        return redirect(then if silent else _sign_in_here(then))
    except NotBelieved:
        return _not_believed(request)
    return _let_in(request, told, then)


@csrf_exempt  # the hub calls, with a token that it signed
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """The hub says that somebody signed out there (OpenID back-channel logout)."""
    hub = _hub_or_404()
    try:
        sid = hubs.read_logout(hub, request.POST.get("logout_token", ""), at=now())
    except NotBelieved:
        return HttpResponse(status=400, headers={"Cache-Control": "no-store"})
    except PlatformAway:
        return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
    end_from_hub(sid=sid, at=now())
    return HttpResponse(headers={"Cache-Control": "no-store"})


def _let_in(request: CitizenRequest, told: hubs.Told, then: str) -> HttpResponse:
    try:
        sign_in = sign_in_from_hub(
            told=told,
            device=kind_of_device(request.headers.get("User-Agent", "")),
            instead_of=request.sign_in,
            at=now(),
        )
    except Refusal as refusal:
        return _not_believed(request, refusal)
    return welcome(request, sign_in, then=then)


def _came_back_without(
    request: HttpRequest, hub: Peer, *, then: str, level: int, silent: bool
) -> HttpResponse:
    """Nobody signed in, or did not agree. Whoever only has to agree is asked, with a screen."""
    if not silent:
        return redirect(_sign_in_here(then))
    if request.GET["error"] == "consent_required":
        return begin_at_hub(request, hub, level=level, then=then)
    return redirect(then)


def _not_believed(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    return page(request, "portal/openid/not_believed.html", {"refusal": refusal}, status=400)


def _sign_in_here(then: str) -> str:
    return f"{reverse('sign_in')}?{urlencode({'next': then})}"


def _level(request: HttpRequest) -> int:
    wanted = request.GET.get("level", "")
    return int(wanted) if wanted in {"2", "3", "4"} else 1


def _hub_or_404() -> Peer:
    hub = hubs.hub()
    if hub is None:
        raise Http404
    return hub
