"""A wallet that somebody else made fetches a certificate, and everything that may not be."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from joserfc import jws
from joserfc.jwk import KeySet

from tests.builders import a_person, a_post
from tests.doors import sign_in
from tests.portal.vc import wallets
from tests.portal.vc.wallets import error
from tongban.audit.models import Entry
from tongban.certificates import operations, providers, queries
from tongban.certificates.models import Certificate, Offer, WalletCredential
from tongban.certificates.queries import presentations
from tongban.crypto import sd_jwt, status_lists
from tongban.crypto.devices import Device
from tongban.messages.queries import messages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


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


def test_the_link_and_the_digits_give_the_wallet_a_credential_for_its_key(
    card: Certificate,
) -> None:
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
    (message,) = messages_of(card.person)
    assert message.template == "certificates/elsewhere"
    whats = set(Entry.objects.values_list("action", flat=True))
    assert {"certificates.offer_opened", "certificates.credentials_given"} <= whats


def test_a_wallet_that_knows_only_es256_gets_it_and_anybody_can_check_it(
    card: Certificate, client: Client
) -> None:
    device = Device.make()
    asked = {"credential_configuration_id": "idcard.es256"}
    told = wallets.credential(wallets.access_to(card), wallets.proof(device), **asked).json()
    text = told["credentials"][0]["credential"]
    keys = client.get("/.well-known/jwt-vc-issuer").json()["jwks"]["keys"]
    known = KeySet.import_key_set({"keys": [key for key in keys if key.get("alg") == "ES256"]})
    signed = jws.deserialize_compact(text.partition("~")[0], known, algorithms=["ES256"])
    assert json.loads(signed.payload)["vct"] == f"{wallets.ISSUER}/vc/types/idcard/"
    shown = sd_jwt.present(
        text, show=["name"], device=device, audience="a", nonce="n", at=datetime.now(UTC)
    )
    told = {"audience": "a", "nonce": "n", "demanding": False, "at": now()}
    assert presentations.believed(shown, kind="idcard", **told).disclosed == {"name"}
    with pytest.raises(presentations.NotBelieved):
        presentations.believed(shown.replace(".", ".x", 1), kind="idcard", **told)


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


def test_who_closes_the_account_takes_everything_back(card: Certificate) -> None:
    text = wallets.fetched(card, Device.make())
    operations.erase_for(person=card.person, at=now())
    assert is_revoked(text)
    assert not Offer.objects.exists()
