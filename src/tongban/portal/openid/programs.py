"""What programs ask the provider: no session, no cookies, no forms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.core.middleware import leaves_a_line
from tongban.crypto.signing_keys import ALGORITHM, public_keys
from tongban.federation import queries as federation
from tongban.identity.operations import limits
from tongban.identity.rules import DEVICE_CODE, Level
from tongban.portal.openid.grants import METHODS
from tongban.portal.openid.requests import issuer
from tongban.portal.openid.server import SCOPES, provider

View = Callable[..., HttpResponse]
CLAIMS = ["sub", "sid", "acr", "amr", "auth_time", "name", "locale", "elder", "phone_number"]
CLAIMS += ["phone_number_verified", "region", "birthdate", "gender", "updated_at", "handles"]


def at_the_hub(view: View) -> View:
    """There is a provider at the hub and nowhere else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not federation.is_hub():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def where_accounts_are(view: View) -> View:
    """At the hub, or where there is none; everybody else's citizens find it at their hub."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if federation.hub():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_programs(view: View) -> View:
    """At the hub; faults cost the address they come from something, what works costs nothing."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = at_the_hub(view)(request, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.setdefault("Content-Type", "application/json")
        return counted(request, answer) if answer.status_code in {400, 401} else answer

    return guarded


def counted(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """What went wrong costs the address it came from something."""
    if b"authorization_pending" in answer.content or request.method in {"GET", "HEAD"}:
        return answer
    try:
        limits.spend([("openid.fault", str(getattr(request, "source", "")))], at=now())
    except limits.TooOften as refusal:
        busy = JsonResponse({"error": "slow_down"}, status=429)
        busy["Retry-After"] = str(refusal.minutes * 60)
        return busy
    return answer


@for_programs
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Tokens for a code, for a refresh token, or for a machine's code."""
    answer: HttpResponse = provider().create_token_response(request)
    return answer


@for_programs
@require_POST
def requests(request: HttpRequest) -> HttpResponse:
    """A request for somebody to sign in, from the client itself (PAR)."""
    return _answered("pushed_request", request)


@for_programs
@require_POST
def device_authorization(request: HttpRequest) -> HttpResponse:
    """A code for the screen of a machine."""
    return _answered("device_authorization", request)


@for_programs
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """A client gives its tokens back."""
    return _answered("revocation", request)


@leaves_a_line("privacy_access", "federation_outgoing")
@for_programs
@require_http_methods(["GET", "HEAD", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """What a client may know of the person whose token it holds."""
    return _answered("userinfo", request)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys with which this platform signs: its tokens, and its assertions to the hub."""
    if not federation.here():
        raise Http404
    answer = JsonResponse(public_keys(at=now()))
    answer["Cache-Control"] = "public, max-age=600"
    return answer


@require_safe
@at_the_hub
def discovery(request: HttpRequest) -> HttpResponse:
    """Where everything is, and what we can do (OpenID Connect Discovery)."""
    here = f"{issuer()}/openid"
    answer = JsonResponse(
        {
            "issuer": issuer(),
            "authorization_endpoint": f"{here}/authorize/",
            "token_endpoint": f"{here}/token/",
            "userinfo_endpoint": f"{here}/userinfo/",
            "jwks_uri": f"{here}/keys/",
            "revocation_endpoint": f"{here}/revoke/",
            "end_session_endpoint": f"{here}/end/",
            "device_authorization_endpoint": f"{here}/device-authorization/",
            "pushed_authorization_request_endpoint": f"{here}/requests/",
            "require_pushed_authorization_requests": False,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", DEVICE_CODE],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": METHODS,
            "token_endpoint_auth_signing_alg_values_supported": [ALGORITHM],
            "revocation_endpoint_auth_methods_supported": METHODS,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "scopes_supported": SCOPES,
            "claims_supported": CLAIMS,
            "acr_values_supported": [str(int(level)) for level in Level],
            "prompt_values_supported": ["none", "login", "consent"],
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
            "request_uri_parameter_supported": False,
            "request_parameter_supported": False,
            "claims_parameter_supported": False,
        }
    )
    answer["Cache-Control"] = "public, max-age=600"
    return answer


def _answered(endpoint: str, request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = provider().create_endpoint_response(endpoint, request)
    return answer
