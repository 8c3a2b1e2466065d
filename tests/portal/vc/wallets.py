"""A wallet of somebody else, for tests: it speaks OpenID4VCI over the test client."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.doors import sign_in
from tongban.certificates.models import Certificate
from tongban.certificates.rules.credentials import PRE_AUTHORIZED
from tongban.crypto import proofs
from tongban.crypto.devices import Device

ISSUER = "http://127.0.0.1:8000"
VERIFIER = "v" * 64
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
BACK = "https://wallet.example/back"


def offered(certificate: Certificate) -> tuple[dict[str, Any], str]:
    """What a holder's other wallet reads from the link, and the digits beside it."""
    holder = Client()
    sign_in(holder, certificate.person)
    page = holder.post(reverse("certificate_elsewhere", args=[certificate.public_id]))
    link = page.context["link"]
    address = parse_qs(urlsplit(link).query)["credential_offer_uri"][0]
    return Client().get(urlsplit(address).path).json(), page.context["digits"]


def token(offer: dict[str, Any], digits: str, **more: str) -> Any:
    told = {
        "grant_type": PRE_AUTHORIZED,
        "pre-authorized_code": offer["grants"][PRE_AUTHORIZED]["pre-authorized_code"],
        "tx_code": digits,
    }
    return Client().post(reverse("vc_token"), told | more)


def nonce() -> str:
    found: str = Client().post(reverse("vc_nonce")).json()["c_nonce"]
    return found


def proof(device: Device, **more: Any) -> str:
    told = {"audience": ISSUER, "at": now()} | more
    return proofs.make(device, **({"nonce": nonce()} | told))


def credential(access: str, *proofs_: str, **more: Any) -> Any:
    asked = {"credential_configuration_id": "idcard", "proofs": {"jwt": list(proofs_)}} | more
    return sent("vc_credential", access, asked)


def sent(name: str, access: str, asked: Any) -> Any:
    body = asked if isinstance(asked, bytes) else json.dumps(asked)
    headers = {"Authorization": f"Bearer {access}"} if access else {}
    return Client().post(reverse(name), body, content_type="application/json", headers=headers)


def access_to(certificate: Certificate) -> str:
    found: str = token(*offered(certificate)).json()["access_token"]
    return found


def fetched(certificate: Certificate, device: Device) -> str:
    """One credential of this certificate for this wallet's key."""
    answer = credential(access_to(certificate), proof(device))
    assert answer.status_code == 200, answer.content
    found: str = answer.json()["credentials"][0]["credential"]
    return found


def asked(offer: dict[str, Any], **more: str) -> dict[str, str]:
    """What a wallet sends its holder to the portal with."""
    return {
        "response_type": "code",
        "client_id": "Somebody's wallet",
        "redirect_uri": BACK,
        "scope": "idcard",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "issuer_state": offer["grants"]["authorization_code"]["issuer_state"],
    } | more


def agreed(holder: Client, wanted: dict[str, str], *, button: str = "agree") -> dict[str, str]:
    """The holder reads the page and presses a button; what the wallet is told at its address."""
    page = holder.get(reverse("vc_authorize"), wanted)
    answer = holder.post(reverse("vc_consent"), {"ask": page.context["sealed"], button: "1"})
    return told_at(answer)


def told_at(answer: Any) -> dict[str, str]:
    assert answer.context["address"].startswith(BACK)
    query = parse_qs(urlsplit(answer.context["address"]).query)
    return {name: values[0] for name, values in query.items()}


def error(answer: Any) -> str:
    assert answer.status_code in {400, 401}, answer.content
    return str(answer.json()["error"])
