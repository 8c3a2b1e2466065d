"""What wallets that others made ask us (OpenID4VCI 1.0): no session, no cookies, no forms."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tongban.certificates import operations, providers, queries
from tongban.certificates.models import Offer
from tongban.certificates.rules.credentials import (
    DIGITS,
    OPENID_CREDENTIAL,
    PRE_AUTHORIZED,
    WITH_ES256,
)
from tongban.certificates.rules.credentials import TOKEN_LIVES as LIVES
from tongban.core.refusal import Refusal
from tongban.portal.openid.programs import counted

MOST: Final = 64 * 1024  # bytes of what a wallet sends
View = Callable[..., HttpResponse]


class Faulty(ValueError):
    """This is no request of the protocol. `code` is an error of OAuth or OpenID4VCI."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


def for_wallets(view: View) -> View:
    """Where certificates can be signed. Faults cost the address they come from something."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            providers.signing_key(at=now())
        except providers.NoSigningKeys as refusal:
            raise Http404(str(refusal)) from refusal
        try:
            answer = view(request, *args, **kwargs)
        except Faulty as fault:
            answer = _error(fault.code, str(fault))
        except Refusal as refusal:
            answer = _error(_code_of(refusal), str(refusal.faults.get("proofs", refusal)))
        answer.headers["Cache-Control"] = "no-store"
        return counted(request, answer) if answer.status_code in {400, 401} else answer

    return guarded


@for_wallets
@require_safe
def offer(request: HttpRequest, secret: str) -> HttpResponse:
    """What an offer's link leads to: what may be fetched, and how."""
    found = queries.offer_with(secret, at=now())
    if found is None:
        raise Http404
    server = queries.server_metadata()["issuer"]
    code = found.certificate.type.code
    digits = {"input_mode": "numeric", "length": DIGITS}
    return JsonResponse(
        {
            "credential_issuer": queries.own_address(),
            "credential_configuration_ids": [code, f"{code}{WITH_ES256}"],
            "grants": {
                PRE_AUTHORIZED: {
                    "pre-authorized_code": secret,
                    "tx_code": digits,
                    "authorization_server": server,
                },
                "authorization_code": {
                    "issuer_state": operations.state_of(secret),
                    "authorization_server": server,
                },
            },
        }
    )


@for_wallets
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for the link and its digits, or for the code of an agreement."""
    sized(request)
    kind = _said(request, "grant_type")
    if kind == PRE_AUTHORIZED:
        opened, plain = operations.redeem_offer(
            secret=_said(request, "pre-authorized_code"),
            digits=_said(request, "tx_code"),
            wallet=request.POST.get("client_id", "")[:200],
            at=now(),
        )
    elif kind == "authorization_code":
        opened, plain = operations.redeem_code(
            code=_said(request, "code"),
            wallet=_said(request, "client_id"),
            redirect_uri=_said(request, "redirect_uri"),
            verifier=_said(request, "code_verifier"),
            at=now(),
        )
    else:
        raise Faulty("unsupported_grant_type", "There are two grants here, and this is neither.")
    told: dict[str, Any] = {
        "access_token": plain,
        "token_type": "Bearer",
        "expires_in": int(LIVES.total_seconds()),
    }
    details = request.POST.get("authorization_details", "")
    if opened.detailed or (details and is_for(details, opened)):
        told["authorization_details"] = [_detail(opened)]
    return JsonResponse(told)


def is_for(details: str, opened: Offer) -> bool:
    """Whether `authorization_details` ask for what was offered. Raises Faulty."""
    try:
        asked = json.loads(details)
        found = [(each["type"], each["credential_configuration_id"]) for each in asked]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Faulty("invalid_request", "These are no authorization_details.") from error
    return found == [(OPENID_CREDENTIAL, opened.certificate.type.code)]


def _detail(opened: Offer) -> dict[str, Any]:
    return {
        "type": OPENID_CREDENTIAL,
        "credential_configuration_id": opened.certificate.type.code,
        "credential_identifiers": [str(opened.public_id)],
    }


@for_wallets
@require_POST
def nonce(request: HttpRequest) -> HttpResponse:
    """What the next proof must answer."""
    return JsonResponse({"c_nonce": operations.new_nonce(at=now())})


@for_wallets
@require_POST
def credential(request: HttpRequest) -> HttpResponse:
    """The credentials themselves, one for each proof of a key."""
    bearer, asked = _bearer(request), _body(request, "invalid_credential_request")
    configuration = asked.get("credential_configuration_id", "")
    identifier = asked.get("credential_identifier", "")
    proofs = asked.get("proofs")
    if bool(configuration) == bool(identifier) or "proof" in asked:
        raise Faulty(
            "invalid_credential_request", "Name what you want in one way, and send `proofs`."
        )
    if not isinstance(proofs, dict) or not isinstance(proofs.get("jwt"), list) or len(proofs) != 1:
        raise Faulty("invalid_proof", "`proofs` has one member, `jwt`, which is a list.")
    given = operations.give_credentials(
        token=bearer,
        configuration=str(configuration),
        identifier=str(identifier),
        keys=proofs["jwt"],
        at=now(),
    )
    told = [{"credential": text} for text in given.credentials]
    return JsonResponse({"credentials": told, "notification_id": given.notification})


@for_wallets
@require_POST
def notification(request: HttpRequest) -> HttpResponse:
    """A wallet says what became of its credentials."""
    bearer, asked = _bearer(request), _body(request, "invalid_notification_request")
    name, event = str(asked.get("notification_id", "")), str(asked.get("event", ""))
    if not operations.note_event(token=bearer, notification=name, event=event, at=now()):
        raise Faulty("invalid_notification_id", "There is no such notification.")
    return HttpResponse(status=204)


def _code_of(refusal: Refusal) -> str:
    over = (operations.OfferOver, operations.WrongDigits)
    if isinstance(refusal, operations.PresentationOver):
        return "invalid_request"
    return "invalid_grant" if isinstance(refusal, over) else refusal.code


def _error(code: str, says: str) -> HttpResponse:
    status = 401 if code == operations.NoSuchToken.code else 400
    answer = JsonResponse({"error": code, "error_description": says}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = f'Bearer error="{code}"'
    return answer


def _said(request: HttpRequest, name: str) -> str:
    found = request.POST.get(name, "")
    if not found:
        raise Faulty("invalid_request", f"`{name}` is missing.")
    return found


def _bearer(request: HttpRequest) -> str:
    kind, _, plain = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not plain:
        raise operations.NoSuchToken
    return plain.strip()


def sized(request: HttpRequest) -> None:
    """Refuses a body before it is read."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    if not said.isdigit() or int(said) > MOST:
        raise Faulty("invalid_request", "This is larger than anything that wallets send.")


def _body(request: HttpRequest, code: str) -> dict[str, Any]:
    sized(request)
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Faulty(code, "This is no JSON.") from error
    if not isinstance(found, dict):
        raise Faulty(code, "This is no JSON object.")
    return found
