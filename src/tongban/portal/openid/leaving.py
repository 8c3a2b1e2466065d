"""Signing out because a client asks for it, and taking back what one allowed."""

from collections.abc import Mapping
from contextlib import suppress

from authlib.oauth2.rfc6749 import OAuth2Error
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.crypto.tickets import content_of, ticket
from tongban.design.pages import page
from tongban.identity import operations
from tongban.identity.models import Consent
from tongban.identity.operations.openid import NothingAllowed
from tongban.identity.queries import openid
from tongban.identity.rules import ASK_LIVES, PLATFORMS, Scope
from tongban.portal.http import CitizenRequest, finish, signed_in
from tongban.portal.openid.programs import at_the_hub, where_accounts_are
from tongban.portal.openid.requests import Asked
from tongban.portal.openid.server import provider
from tongban.privacy import operations as privacy
from tongban.privacy import queries
from tongban.privacy.models import Purpose
from tongban.privacy.rules import ALONE, STANDS_ALONE, purpose_of

LEAVING = "openid.leaving"


@csrf_exempt  # it changes nothing: it only asks the person
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_the_hub
def end(request: CitizenRequest) -> HttpResponse:
    """A client sends somebody who has signed out there (RP-initiated logout). Ask before ending."""
    asked = Asked(request)
    try:
        wanted = provider().validate_endpoint_request("end_session", asked)
    except OAuth2Error as error:
        context = {"error": error.error, "description": error.get_error_description()}
        return page(request, "portal/openid/cannot.html", context, status=400)
    after = wanted.redirect_uri or ""
    context = {
        "ticket": ticket({"after": after}, place=LEAVING, lives=ASK_LIVES, at=now()),
        "after": after,
        "names": wanted.client.party.names if wanted.client else {},
        "is_signed_in": request.sign_in is not None,
    }
    return page(request, "portal/openid/leave.html", context)


@require_POST
@never_cache
@at_the_hub
def leave(request: CitizenRequest) -> HttpResponse:
    """End this sign-in everywhere, and go back to the client if it said where to."""
    content = content_of(request.POST.get("ticket", ""), place=LEAVING, at=now()) or {}
    if request.sign_in:
        with suppress(operations.NotSignedInThere):
            operations.end_sign_in(sign_in=request.sign_in, by=request.user, at=now())
        finish(request)
    if not content.get("after"):
        return redirect("home")
    context = {"address": content["after"], "names": {}}
    response = page(request, "portal/openid/onward.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
@where_accounts_are
@signed_in
def allowed(request: CitizenRequest) -> HttpResponse:
    """What I allow whom, purpose by purpose, and the way to take it back."""
    person, register = request.user, {each.code: each for each in queries.purposes()}
    given = [each for each in openid.consents_of(person) if not each.to.startswith(ALONE)]
    context = {
        "allowed": [_row(consent, register) for consent in given],
        "alone": [
            (register[code], queries.allows(person, code)) for code in STANDS_ALONE & {*register}
        ],
    }
    return page(request, "portal/openid/allowed.html", context)


@require_POST
@where_accounts_are
@signed_in
def take_back(request: CitizenRequest, number: int) -> HttpResponse:
    """Take back what one allowed. Whoever holds a sign-in because of it is told."""
    mine = {consent.pk: consent for consent in openid.consents_of(request.user)}
    if number not in mine:
        raise Http404
    with suppress(NothingAllowed):
        privacy.withdraw(consent=mine[number], at=now())
    return redirect("access_given")


@require_POST
@where_accounts_are
@signed_in
def set_purpose(request: CitizenRequest, code: str) -> HttpResponse:
    """Allow a purpose that concerns no program in particular, or take that back."""
    if code not in STANDS_ALONE:
        raise Http404
    change = privacy.agree if request.POST.get("allow") == "yes" else privacy.object_to
    change(person=request.user, purpose=code, at=now())
    return redirect("access_given")


def _row(consent: Consent, register: Mapping[str, Purpose]) -> dict[str, object]:
    wanted = [Scope(each) for each in consent.scopes if each in Scope.values]
    return {
        "consent": consent,
        "purpose": register.get(purpose_of(consent.to)),
        "platforms": consent.to == PLATFORMS,
        "names": openid.name_of_party(consent.to),
        "wanted": [scope.label for scope in wanted if scope != Scope.OPENID],
    }
