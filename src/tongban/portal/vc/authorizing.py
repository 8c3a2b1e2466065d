"""Where a wallet sends its holder: sign in, agree, and back (the code flow of OpenID4VCI 1.0)."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.certificates import operations, queries
from tongban.certificates.operations import Wanting
from tongban.certificates.rules.credentials import OFFER_LIVES, is_for
from tongban.core.refusal import Refusal
from tongban.crypto.tickets import content_of, ticket
from tongban.design.pages import page
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.vc.wallets import Ask, CannotAsk, NoWallet, addressed, check

PLACE = "vc.ask"


@require_safe
@never_cache
@signed_in(level=Level.PRESENT)
def authorize(request: CitizenRequest) -> HttpResponse:
    """The authorization endpoint: a page that says which wallet wants which certificate."""
    parameters = {name: str(request.GET[name]) for name in request.GET}
    try:
        ask = addressed(parameters)
    except NoWallet as error:
        return _cannot(request, "invalid_request", str(error))
    try:
        check(ask, parameters)
        offer = queries.offer_in_state(ask.issuer_state, at=now())
        if offer is None or offer.person_id != request.actor.person.pk:
            raise CannotAsk("invalid_request", "There is no such offer of this holder.")
        if not is_for(ask.wanted, offer.certificate.type.code):
            raise CannotAsk("invalid_scope", "The offer is for another kind of certificate.")
    except CannotAsk as error:
        told = {"error": error.code, "error_description": str(error), "iss": _issuer()}
        return _onward(request, ask.answered(**told))
    sealed = ticket({"parameters": parameters}, place=PLACE, lives=OFFER_LIVES, at=now())
    context = {"ask": ask, "sealed": sealed, "certificate": offer.certificate}
    return page(request, "portal/vc/consent.html", context)


@require_POST
@never_cache
@signed_in(level=Level.PRESENT)
def consent(request: CitizenRequest) -> HttpResponse:
    """The holder's answer."""
    content = content_of(request.POST.get("ask", ""), place=PLACE, at=now())
    if content is None:
        return _cannot(request, "invalid_request", "This took too long.")
    ask = addressed(content["parameters"])
    if "agree" not in request.POST:
        return _onward(request, ask.answered(error="access_denied", iss=_issuer()))
    try:
        code = _allowed(request, ask)
    except Refusal as refusal:
        return _cannot(request, refusal.code, str(refusal))
    return _onward(request, ask.answered(code=code, iss=_issuer()))


def _allowed(request: CitizenRequest, ask: Ask) -> str:
    wanting = Wanting(ask.wallet, ask.redirect_uri, ask.challenge, ask.detailed)
    return operations.allow_wallet(
        state=ask.issuer_state, wanting=wanting, by=request.actor, at=now()
    )


def _issuer() -> str:
    return str(queries.server_metadata()["issuer"])


def _onward(request: HttpRequest, address: str) -> HttpResponse:
    """A page in between, so that `form-action` need not know the addresses of all wallets."""
    response = page(request, "portal/openid/onward.html", {"address": address, "names": None})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _cannot(request: HttpRequest, error: str, description: str) -> HttpResponse:
    context = {"error": error, "description": description}
    return page(request, "portal/openid/cannot.html", context, status=400)
