"""Where a client sends somebody: sign in, show more if it must be, agree, and back."""

from urllib.parse import urlencode

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.design.pages import page
from tongban.identity.operations import openid as operations
from tongban.identity.queries import openid
from tongban.identity.rules import Party, Scope
from tongban.portal.openid.claims import purpose_for
from tongban.portal.openid.programs import at_the_hub
from tongban.portal.openid.requests import Asked, carried, read_pushed, take_up
from tongban.portal.openid.server import Answer, provider
from tongban.portal.openid.steps import Step, shown_recently, wish_of
from tongban.privacy.queries import purpose_names


class NotSilently(OAuth2Error):  # type: ignore[misc]
    """The client forbids showing anything, and something is missing."""


@csrf_exempt  # it changes nothing: what is posted here is asked again as a link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_the_hub
def authorize(request: HttpRequest) -> HttpResponse:
    """The authorization endpoint. What the client pushed before is taken from there."""
    if request.method == "POST":
        return redirect(f"{request.path}?{request.POST.urlencode()}")
    asked = _asked(request)
    if asked is None:
        return _cannot(request, InvalidRequestError("'request_uri' is too old or was never ours."))
    return _forward(request, asked, at_once=True)


@require_safe
@never_cache
@at_the_hub
def go_on(request: HttpRequest) -> HttpResponse:
    """Back from signing in or showing more: the same request goes on."""
    asked = take_up(request, request.GET.get("ask", ""))
    if asked is None:
        return _cannot(request, InvalidRequestError("This took too long."))
    return _forward(request, asked, tried="tried" in request.GET)


@require_POST
@never_cache
@at_the_hub
def consent(request: HttpRequest) -> HttpResponse:
    """The answer to what a client wants to know."""
    asked = take_up(request, request.POST.get("ask", ""))
    if asked is None or asked.sign_in is None:
        return _cannot(request, InvalidRequestError("This took too long."))
    try:
        grant = provider().get_consent_grant(asked, asked.user)
    except OAuth2Error as error:
        return _refused(request, asked, error)
    agrees = "agree" in request.POST
    if agrees:
        operations.give_consent(
            party=asked.client.party, scope=asked.scope, sign_in=asked.sign_in, at=now()
        )
    return _sent_back(request, asked, grant, agrees=agrees)


def _asked(request: HttpRequest) -> Asked | None:
    request_uri = request.GET.get("request_uri")
    if request_uri is None:
        return Asked(request)
    pushed = read_pushed(request_uri, at=now())
    if pushed is None or pushed.get("client_id") != request.GET.get("client_id"):
        return None
    return Asked(request, pushed)


def _forward(
    request: HttpRequest, asked: Asked, *, at_once: bool = False, tried: bool = False
) -> HttpResponse:
    """One step further: to the next screen, or back to the client."""
    try:
        grant = provider().get_consent_grant(asked, asked.user)
        step = _next_step(asked, tried=tried)
        if step is not Step.DONE and "none" in wish_of(asked.parameters).prompt:
            error = NotSilently(error=step.value, redirect_uri=grant.redirect_uri)
            return provider().led_back(asked, error)
    except OAuth2Error as error:
        return _refused(request, asked, error, at_once=at_once)
    if step is Step.DONE:
        return _sent_back(request, asked, grant, at_once=at_once)
    if step is Step.CONSENT and not at_once:
        return _consent_page(request, asked)
    return _to(step, asked)


def _next_step(asked: Asked, *, tried: bool) -> Step:
    wish, sign_in = wish_of(asked.parameters), asked.sign_in
    if sign_in is None or not shown_recently(
        wish, shown_at=sign_in.level_at, asked_at=asked.asked_at
    ):
        return Step.SIGN_IN
    if sign_in.level < wish.level and not tried:
        return Step.STEP_UP
    party: Party = asked.client.party
    if "consent" in wish.prompt or not openid.has_consented(sign_in.person, party, asked.scope):
        return Step.CONSENT
    return Step.DONE


def _to(step: Step, asked: Asked) -> HttpResponse:
    """To one of the screens that everybody uses, and from there to `go_on`."""
    ask = {"ask": carried(asked)}
    back = reverse("openid_go_on")
    if step is Step.CONSENT:  # on a page that may be loaded again
        return redirect(f"{back}?{urlencode(ask)}")
    if step is Step.SIGN_IN:
        where, more = reverse("sign_in"), {"next": f"{back}?{urlencode(ask)}"}
        more["for"] = asked.client.client_id
    else:
        where = reverse("step_up")
        more = {"next": f"{back}?{urlencode(ask | {'tried': '1'})}"}
        more["level"] = str(wish_of(asked.parameters).level)
    return redirect(f"{where}?{urlencode(more)}")


def _consent_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    party: Party = asked.client.party
    wanted = [Scope(each) for each in asked.scope.split()]
    context = {
        "ask": carried(asked),
        "party": party,
        "wanted": [scope for scope in wanted if scope != Scope.OPENID],
        "person": asked.user,
        "purpose": purpose_names().get(purpose_for(party), {}),
    }
    return page(request, "portal/openid/consent.html", context)


def _sent_back(
    request: HttpRequest, asked: Asked, grant: object, *, agrees: bool = True, at_once: bool = False
) -> HttpResponse:
    answer: Answer = provider().create_authorization_response(
        asked, grant_user=asked.user if agrees else None, grant=grant
    )
    return answer if at_once else _onward(request, asked, answer)


def _onward(request: HttpRequest, asked: Asked, answer: Answer) -> HttpResponse:
    """A page that leads on by itself.

    Browsers check each redirect after a form against `form-action` of the page that held it; a page
    in between begins anew, so that those pages need not know every client's address.
    """
    context = {"address": answer.location, "names": asked.client.party.names}
    response = page(request, "portal/openid/onward.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _refused(
    request: HttpRequest, asked: Asked, error: OAuth2Error, *, at_once: bool = False
) -> HttpResponse:
    """Back to the client with an error if its address is beyond doubt, else a page for people."""
    if not error.redirect_uri:
        return _cannot(request, error)
    answer = provider().led_back(asked, error)
    return answer if at_once else _onward(request, asked, answer)


def _cannot(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    context = {"error": error.error, "description": error.get_error_description()}
    return page(request, "portal/openid/cannot.html", context, status=400)
