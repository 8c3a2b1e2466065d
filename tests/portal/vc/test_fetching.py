"""A wallet that somebody else made fetches a certificate, and everything that may not be."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_certificate, a_person, a_post
from tests.doors import sign_in
from tests.portal.vc import wallets
from tongban.audit.models import Entry
from tongban.certificates import operations, providers, queries
from tongban.certificates.models import Certificate, CertificateType, Offer, WalletCredential
from tongban.crypto import sd_jwt, status_lists
from tongban.crypto.devices import Device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
FIELDS = [
    {"key": "name", "label": {"zh": "姓名", "en": "Name", "ko": "성명"}, "type": "string"},
    {"key": "status", "label": {"zh": "状态", "en": "Status"}, "type": "code"},
    {"key": "photo", "label": {"zh": "照片", "en": "Photo"}, "type": "image"},
]


@pytest.fixture
def card() -> Certificate:
    certificate = a_certificate("idcard", name="林晓", status="有效", photo="x" * 5000)
    CertificateType.objects.update(fields=FIELDS)
    return Certificate.objects.select_related("type", "person").get(pk=certificate.pk)


def read(text: str, **more: Any) -> sd_jwt.Shown:
    keys = [key.public for key in providers.counting_keys(at=now())]
    return sd_jwt.read(text, keys=keys, at=now(), **more)


def is_revoked(text: str, *, at=None) -> bool:
    at = at or now() + timedelta(minutes=1)
    place = read(text).claims["status"]["status_list"]
    number = int(place["uri"].rstrip("/").rpartition("/")[2])
    keys = [key.public for key in providers.counting_keys(at=at)]
    found = status_lists.read(queries.own_list(number, at=at), keys=keys, subject=place["uri"])
    return found.is_revoked(place["idx"])


def error(answer: Any) -> str:
    assert answer.status_code in {400, 401}, answer.content
    return str(answer.json()["error"])


def test_the_link_and_the_digits_give_the_wallet_a_credential_for_its_key(card: Certificate) -> None:
    device = Device.make()
    text = wallets.fetched(card, device)

    shown = read(text)
    assert shown.claims["iss"] == wallets.ISSUER
    assert shown.claims["vct"] == f"{wallets.ISSUER}/vc/types/idcard/"
    assert shown.claims["cnf"] == {"jwk": device.public.to_jwk()}
    assert shown.disclosed == {"name", "certificate_status", "certificate_identifier"}
    assert shown.claims["certificate_status"] == "有效"
    assert shown.claims["synthetic"] is True
    assert not is_revoked(text)
    held = WalletCredential.objects.get()
    assert (held.person, held.certificate) == (card.person, card)
    whats = set(Entry.objects.values_list("action", flat=True))
    assert {"certificates.offer_opened", "certificates.credentials_given"} <= whats


def test_the_holder_agrees_at_the_portal_and_the_wallet_gets_a_code(card: Certificate) -> None:
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    page = holder.get(reverse("vc_authorize"), wallets.asked(offer)).text
    assert "wallet.example" in page
    assert "Somebody&#x27;s wallet" in page

    told = wallets.agreed(holder, wallets.asked(offer))
    assert (told["state"], told["iss"]) == ("s-1", f"{wallets.ISSUER}/vc")
    answer = Client().post(reverse("vc_token"), exchange(told["code"]))
    access = answer.json()["access_token"]
    assert "authorization_details" not in answer.json()
    got = wallets.credential(access, wallets.proof(Device.make(), iss="Somebody's wallet"))
    assert got.status_code == 200
    assert WalletCredential.objects.get().wallet == "Somebody's wallet"


def exchange(code: str, **more: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "Somebody's wallet",
        "redirect_uri": wallets.BACK,
        "code_verifier": wallets.VERIFIER,
    } | more


def test_what_is_asked_with_details_is_named_by_an_identifier(card: Certificate) -> None:
    details = '[{"type": "openid_credential", "credential_configuration_id": "idcard"}]'
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    wanted = wallets.asked(offer, authorization_details=details)
    wanted.pop("scope")
    code = wallets.agreed(holder, wanted)["code"]
    told = Client().post(reverse("vc_token"), exchange(code)).json()
    (name,) = told["authorization_details"][0]["credential_identifiers"]
    asked = {"credential_identifier": name, "proofs": {"jwt": [wallets.proof(Device.make())]}}
    assert wallets.sent("vc_credential", told["access_token"], asked).status_code == 200
    wrong = asked | {"credential_identifier": "another"}
    answer = wallets.sent("vc_credential", told["access_token"], wrong)
    assert error(answer) == "unknown_credential_identifier"


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 64},
        {"redirect_uri": "https://other.example/back"},
        {"client_id": "another"},
    ],
)
def test_a_code_is_for_who_asked_for_it(card: Certificate, change: dict[str, str]) -> None:
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    code = wallets.agreed(holder, wallets.asked(offer))["code"]
    assert error(Client().post(reverse("vc_token"), exchange(code, **change))) == "invalid_grant"


def test_a_code_that_comes_twice_ends_what_it_opened(card: Certificate) -> None:
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    code = wallets.agreed(holder, wallets.asked(offer))["code"]
    access = Client().post(reverse("vc_token"), exchange(code)).json()["access_token"]
    assert error(Client().post(reverse("vc_token"), exchange(code))) == "invalid_grant"
    assert error(wallets.credential(access, wallets.proof(Device.make()))) == "invalid_token"


def test_nobody_agrees_to_somebody_elses_offer_or_without_one(card: Certificate) -> None:
    offer, _digits = wallets.offered(card)
    stranger = Client()
    sign_in(stranger, a_person("Ben"))
    told = wallets.told_at(stranger.get(reverse("vc_authorize"), wallets.asked(offer)))
    assert told["error"] == "invalid_request"
    holder = Client()
    sign_in(holder, card.person)
    for change, why in [
        ({"issuer_state": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "driver"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ]:
        answer = holder.get(reverse("vc_authorize"), wallets.asked(offer, **change))
        assert wallets.told_at(answer)["error"] == why
    assert wallets.agreed(holder, wallets.asked(offer), button="decline")["error"] == "access_denied"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://evil.example/", "https://a@b.example/", "data:x", "https://x/#y"],
)
def test_an_answer_goes_nowhere_but_to_a_page_or_an_app(card: Certificate, address: str) -> None:
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    answer = holder.get(reverse("vc_authorize"), wallets.asked(offer, redirect_uri=address))
    assert answer.status_code == 400
    assert address not in answer.text


def test_the_digits_may_be_tried_five_times(card: Certificate) -> None:
    offer, digits = wallets.offered(card)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    for _ in range(5):
        assert error(wallets.token(offer, wrong)) == "invalid_grant"
    assert error(wallets.token(offer, digits)) == "invalid_grant"
    assert not Offer.objects.exclude(token="").exists()


def test_an_offer_opens_once_and_within_minutes(card: Certificate) -> None:
    offer, digits = wallets.offered(card)
    assert wallets.token(offer, digits).status_code == 200
    assert error(wallets.token(offer, digits)) == "invalid_grant"
    late, digits = wallets.offered(card)
    Offer.objects.filter(used_at=None).update(
        made_at=now() - timedelta(minutes=11), expires_at=now() - timedelta(minutes=1)
    )
    assert error(wallets.token(late, digits)) == "invalid_grant"
    assert error(Client().post(reverse("vc_token"), {"grant_type": "password"})) != "invalid_grant"


def test_a_nonce_is_answered_once(card: Certificate) -> None:
    access, nonce, device = wallets.access_to(card), wallets.nonce(), Device.make()
    first = wallets.credential(access, wallets.proof(device, nonce=nonce))
    assert first.status_code == 200
    again = wallets.credential(access, wallets.proof(device, nonce=nonce))
    assert error(again) == "invalid_nonce"
    assert error(wallets.credential(access, wallets.proof(device, nonce="made up"))) == (
        "invalid_nonce"
    )
    assert WalletCredential.objects.count() == 1


def test_a_proof_is_for_this_issuer_of_this_moment_and_by_its_own_key(card: Certificate) -> None:
    access, device = wallets.access_to(card), Device.make()
    head, payload, _signature = wallets.proof(Device.make()).split(".")
    swapped = ".".join([head, payload, wallets.proof(device).rpartition(".")[2]])
    for faulty in [
        wallets.proof(device, audience="https://other.example"),
        wallets.proof(device, at=now() - timedelta(minutes=6)),
        wallets.proof(device, at=now() + timedelta(minutes=6)),
        wallets.proof(device, iss="another wallet"),
        swapped,
        "x",
        "a.b.c",
    ]:
        assert error(wallets.credential(access, faulty)) == "invalid_proof"
    nonce = wallets.nonce()
    twice = [wallets.proof(device, nonce=nonce)] * 2
    assert error(wallets.credential(access, *twice)) == "invalid_proof"
    assert not WalletCredential.objects.exists()


def test_a_batch_shares_no_number_and_is_no_larger_than_promised(card: Certificate) -> None:
    access, nonce = wallets.access_to(card), wallets.nonce()
    proofs = [wallets.proof(Device.make(), nonce=nonce) for _ in range(9)]
    assert error(wallets.credential(access, *proofs)) == "invalid_proof"
    told = wallets.credential(access, *proofs[:8]).json()["credentials"]
    places = {read(each["credential"]).claims["status"]["status_list"]["idx"] for each in told}
    assert len(places) == 8
    more = wallets.credential(access, wallets.proof(Device.make()))
    assert error(more) == "credential_request_denied"


def test_what_is_no_request_is_refused_with_the_words_of_the_protocol(card: Certificate) -> None:
    access = wallets.access_to(card)
    assert error(wallets.credential("x", "y")) == "invalid_token"
    assert error(wallets.credential("", "y")) == "invalid_token"
    assert error(wallets.sent("vc_credential", access, b"[")) == "invalid_credential_request"
    assert error(wallets.sent("vc_credential", access, [1])) == "invalid_credential_request"
    assert error(wallets.sent("vc_credential", access, {})) == "invalid_credential_request"
    other = wallets.credential(access, "y", credential_configuration_id="driver")
    assert error(other) == "unknown_credential_configuration"
    large = wallets.sent("vc_credential", access, b" " * 70_000)
    assert error(large) == "invalid_request"
    assert error(wallets.credential(access, proofs={"jwt": "no list"})) == "invalid_proof"


def test_a_certificate_that_ended_is_given_to_nobody_and_ends_everywhere(card: Certificate) -> None:
    text, access = wallets.fetched(card, Device.make()), wallets.access_to(card)
    operations.cancel(certificate=card, reason="lost", by=a_post("Chief"), at=now())
    denied = wallets.credential(access, wallets.proof(Device.make()))
    assert error(denied) == "credential_request_denied"
    assert is_revoked(text)


def test_the_holder_takes_one_back(client: Client, card: Certificate) -> None:
    text, other = wallets.fetched(card, Device.make()), wallets.fetched(card, Device.make())
    sign_in(client, card.person)
    newest, oldest = queries.credentials_of(card, at=now())
    where = reverse("certificate_take_back", args=[card.public_id, oldest.public_id])
    assert client.post(where).status_code == 302
    assert is_revoked(text)
    assert not is_revoked(other)
    assert queries.credentials_of(card, at=now()) == [newest]
    sign_in(client, a_person("Ben"))
    where = reverse("certificate_take_back", args=[card.public_id, newest.public_id])
    assert client.post(where).status_code == 404
    assert not is_revoked(other)


def test_a_wallet_says_what_became_of_it(card: Certificate) -> None:
    access = wallets.access_to(card)
    told = wallets.credential(access, wallets.proof(Device.make())).json()
    said = {"notification_id": told["notification_id"], "event": "credential_accepted"}
    assert wallets.sent("vc_notification", access, said).status_code == 204
    assert WalletCredential.objects.get().event == "credential_accepted"
    wrong = said | {"notification_id": "x"}
    assert error(wallets.sent("vc_notification", access, wrong)) == "invalid_notification_id"
    deleted = said | {"event": "credential_deleted"}
    assert wallets.sent("vc_notification", access, deleted).status_code == 204
    assert is_revoked(told["credentials"][0]["credential"])


def test_a_copy_is_offered_only_by_the_platform_that_issued_it(
    client: Client, card: Certificate
) -> None:
    Certificate.objects.update(node="west")
    sign_in(client, card.person)
    page = client.post(reverse("certificate_elsewhere", args=[card.public_id]))
    assert page.context["refusal"].code == "issued_elsewhere"
    assert not Offer.objects.exists()


def test_the_metadata_tell_of_every_kind_and_where_everything_is(
    client: Client, card: Certificate
) -> None:
    told = client.get("/.well-known/openid-credential-issuer").json()
    kind = told["credential_configurations_supported"]["idcard"]
    assert told["credential_issuer"] == wallets.ISSUER
    assert kind["credential_signing_alg_values_supported"] == ["Ed25519"]
    paths = [claim["path"] for claim in kind["credential_metadata"]["claims"]]
    assert paths == [["name"], ["certificate_status"], ["certificate_identifier"]]
    server = client.get("/.well-known/oauth-authorization-server/vc").json()
    assert told["authorization_servers"] == [server["issuer"]]
    described = client.get(kind["vct"].removeprefix(wallets.ISSUER)).json()
    assert described["vct"] == kind["vct"]
    assert described["claims"][0]["sd"] == "always"
    assert [each["label"] for each in described["claims"][0]["display"]] == ["姓名", "Name", "성명"]
    keys = client.get("/.well-known/jwt-vc-issuer").json()
    assert keys["issuer"] == wallets.ISSUER
    header = read(wallets.fetched(card, Device.make()))
    assert header
    assert client.get("/vc/types/nothing/").status_code == 404
