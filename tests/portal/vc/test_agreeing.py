"""A wallet sends its holder to the portal to agree, and everything that may not be."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.vc import wallets
from tests.portal.vc.wallets import error
from tongban.certificates.models import Certificate, WalletCredential
from tongban.crypto.devices import Device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


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
    assert (
        wallets.agreed(holder, wallets.asked(offer), button="decline")["error"] == "access_denied"
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://evil.example/",
        "https://a@b.example/",
        "data:x",
        "https://x/#y",
    ],
)
def test_an_answer_goes_nowhere_but_to_a_page_or_an_app(card: Certificate, address: str) -> None:
    offer, _digits = wallets.offered(card)
    holder = Client()
    sign_in(holder, card.person)
    answer = holder.get(reverse("vc_authorize"), wallets.asked(offer, redirect_uri=address))
    assert answer.status_code == 400
    assert address not in answer.text
