"""@openid4vc/openid4vp answers our counter over the wire, and asks our wallet."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils.timezone import now
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_post
from tests.harness import foreign as others
from tests.portal.vc import counters, wallets
from tests.portal.vc.counters import asked, links, opened, pressed
from tongban.certificates import providers, queries
from tongban.certificates.models import Certificate, WalletCredential
from tongban.certificates.queries import codes
from tongban.certificates.rules.presentations import Program, query_for
from tongban.crypto.devices import Device
from tongban.crypto.keys import encoded
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.usefixtures("signing", "foreign")]
ROOT = "https://rent.example/ask"


def step(name: str, **told: Any) -> Any:
    return others.run("presentations.mjs", {"step": name, **told})


def secret_of(device: Device) -> dict[str, str]:
    number = device.secret.private_numbers().private_value
    return device.public.to_jwk() | {"d": encoded(number.to_bytes(32))}


@pytest.mark.django_db(transaction=True)
def test_a_foreign_wallet_shows_our_counter_what_it_asks(
    live_server: LiveServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    card: Certificate,
) -> None:
    settings.TONGBAN_ADDRESS = live_server.url
    monkeypatch.setattr(wallets, "ISSUER", live_server.url)
    post, device = a_post("Clerk"), Device.make()
    question = asked(counters.a_verifier(post), post)

    told = step(
        "answer",
        link=links(post, question)["others"],
        credential=wallets.fetched(card, device),
        secret=secret_of(device),
    )
    assert (told["status"], told["again"], told["client"]) == (200, 400, "x509_hash")
    (found,) = queries.presentations_of(post)
    assert (found.outcome, found.shown) == ("good", {"name": "林晓"})
    assert len(accesses_to(card.person)) == 1


def their_certificate(device: Device) -> tuple[str, str]:
    """A certificate that they made for themselves, and the name that it gives them."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rent.example")])
    made = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=device.secret.public_key(),
        serial_number=1,
        not_valid_before=now() - timedelta(days=1),
        not_valid_after=now() + timedelta(days=1),
    ).sign(device.secret, SHA256())
    raw = made.public_bytes(Encoding.DER)
    return base64.b64encode(raw).decode(), f"x509_hash:{encoded(hashlib.sha256(raw).digest())}"


@pytest.mark.django_db
@pytest.mark.parametrize("signed", [True, False])
def test_our_wallet_shows_a_foreign_verifier_what_it_asks(
    card: Certificate, monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    device = Device.make()
    x5c, client_id = their_certificate(device)
    client_id = client_id if signed else f"redirect_uri:{ROOT}/answer"
    counters.a_verifier(code="rent", names={"zh": "某租车"}, program=Program(ROOT, client_id))
    sent: list[dict[str, str]] = []

    def post_answer(_uri: str, form: dict[str, str]) -> dict[str, str]:
        sent.append(form)
        return {}

    monkeypatch.setattr(providers, "post_answer", post_answer)
    request = {
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "client_id": client_id,
        "response_uri": f"{ROOT}/answer",
        "nonce": "n-12345",
        "state": "s-1",
        "dcql_query": query_for([queries.type_address("idcard")], ["name"]),
        "client_metadata": {"vp_formats_supported": {"dc+sd-jwt": {}}},
    }
    more = {"x5c": [x5c], "secret": secret_of(device)} if signed else {}
    link = step("ask", request=request, **more)["link"]

    phone, page = opened(card.person, link)
    assert "某租车" in page.text
    pressed(phone, page)
    codes._made.clear()
    number = WalletCredential.objects.get().number
    told = step(
        "read",
        request=request,
        response=sent[0],
        issuer=queries.issuer_keys(at=now()),
        list=queries.own_list(number, at=now()),
    )
    assert told["audience"] == client_id
    assert told["payload"]["name"] == "林晓"
    assert "certificate_status" not in told["payload"]
