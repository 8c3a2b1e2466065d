"""What somebody hostile tries against the provider, and what comes of it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import DAY, a_person
from tests.doors import sign_in
from tests.portal.openid.programs import (
    ADDRESS,
    BACK,
    Program,
    a_program,
    ask_on,
    led_back,
    unsigned,
)
from tongban.identity.models import Consent, Person, SignIn, Token
from tongban.portal.openid import requests

pytestmark = pytest.mark.django_db


def refused(answer, error: str) -> None:
    assert answer.status_code in {400, 401}, answer.content
    assert answer.json()["error"] == error


def test_a_code_works_once_and_its_second_use_ends_what_came_of_it(
    program: Program, phone: Client
) -> None:
    code = program.sign_in(phone)["code"]
    tokens = program.fetch(code).json()
    refused(program.fetch(code), "invalid_grant")
    assert program.userinfo(tokens["access_token"]).status_code == 401
    refused(program.renew(tokens["refresh_token"]), "invalid_grant")


def test_a_code_is_useless_without_its_verifier(program: Program, phone: Client) -> None:
    code = program.sign_in(phone)["code"]
    refused(program.fetch(code, code_verifier="x" * 43), "invalid_grant")
    refused(program.fetch(code, code_verifier=""), "invalid_request")
    assert program.fetch(code).status_code == 200  # its owner was not harmed


def test_a_code_is_useless_to_another_program(program: Program, phone: Client) -> None:
    other = a_program("Thief")
    other.verifier = program.verifier
    refused(other.fetch(program.sign_in(phone)["code"]), "invalid_grant")


def test_a_code_is_useless_with_another_address(program: Program, phone: Client) -> None:
    code = program.sign_in(phone)["code"]
    refused(program.fetch(code, redirect_uri=f"{BACK}/"), "invalid_grant")


def test_a_code_is_too_old_after_a_minute(
    program: Program, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = program.sign_in(phone)["code"]
    real = requests.now
    monkeypatch.setattr(requests, "now", lambda: real() + timedelta(seconds=61))
    refused(program.fetch(code), "invalid_grant")


@pytest.mark.parametrize("spoil", [lambda c: c[:-4] + "AAAA", lambda c: "k9." + c, lambda c: "é"])
def test_a_code_that_was_made_up_is_refused(program: Program, phone: Client, spoil) -> None:
    refused(program.fetch(spoil(program.sign_in(phone)["code"])), "invalid_grant")


def test_a_code_ends_with_the_sign_in_that_it_came_from(program: Program, phone: Client) -> None:
    code = program.sign_in(phone)["code"]
    phone.post("/sign-out/")
    refused(program.fetch(code), "invalid_grant")


@pytest.mark.parametrize(
    "address",
    [
        f"{BACK}/",
        f"{BACK}?a=b",
        "https://app.test/other",
        "http://app.test/back",
        "//evil.test",
        "",
    ],
)
def test_nobody_is_led_to_an_address_that_was_not_registered(
    program: Program, phone: Client, address: str
) -> None:
    answer = program.send(phone, redirect_uri=address)
    assert answer.status_code == 400
    assert "http-equiv" not in answer.content.decode()


def test_an_unknown_program_is_told_to_the_person_only(program: Program, phone: Client) -> None:
    assert program.send(phone, client_id="app-unknown").status_code == 400


@pytest.mark.parametrize(
    "weak",
    [{"code_challenge_method": "plain"}, {"code_challenge_method": ""}, {"code_challenge": ""}],
)
def test_only_s256_will_do(program: Program, phone: Client, weak: dict[str, str]) -> None:
    assert led_back(program.send(phone, **weak))["error"] == "invalid_request"


@pytest.mark.parametrize("kind", ["token", "id_token", "code token", "code id_token"])
def test_nothing_but_the_code_flow_is_served(program: Program, phone: Client, kind: str) -> None:
    answer = program.send(phone, response_type=kind)
    assert led_back(answer)["error"] == "unsupported_response_type"


def test_parameters_said_twice_are_refused(program: Program, phone: Client) -> None:
    wanted = [*program.asks().items(), ("state", "another")]
    answer = phone.get(
        "/openid/authorize/", {k: [v for n, v in wanted if n == k] for k, _ in wanted}
    )
    assert answer.status_code in {302, 400}
    assert b"code=" not in answer.content
    assert "code=" not in answer.headers.get("Location", "")


def test_a_wrong_secret_opens_nothing(program: Program, phone: Client) -> None:
    code = program.sign_in(phone)["code"]
    thief = Program(program.client_id, "wrong", verifier=program.verifier)
    refused(thief.fetch(code), "invalid_client")
    nameless = Program(program.client_id, "", verifier=program.verifier)
    refused(nameless.fetch(code), "invalid_client")


def test_a_refresh_token_works_once_and_a_stolen_one_ends_the_family(
    program: Program, phone: Client
) -> None:
    first = program.tokens(phone)
    second = program.renew(first["refresh_token"]).json()
    assert program.userinfo(second["access_token"]).status_code == 200
    refused(program.renew(first["refresh_token"]), "invalid_grant")  # somebody has a copy
    assert program.userinfo(second["access_token"]).status_code == 401
    refused(program.renew(second["refresh_token"]), "invalid_grant")


def test_a_refresh_token_is_useless_to_another_program(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    refused(a_program("Thief").renew(tokens["refresh_token"]), "invalid_grant")
    assert program.renew(tokens["refresh_token"]).status_code == 200


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(
    program: Program, phone: Client
) -> None:
    tokens = program.tokens(phone)
    refused(program.renew(tokens["access_token"]), "invalid_grant")
    assert program.userinfo(tokens["refresh_token"]).status_code == 401


def test_old_tokens_open_nothing(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    for token in Token.objects.all():
        token.expires_at -= 60 * DAY
        token.save()
    refused(program.userinfo(tokens["access_token"]), "invalid_token")
    refused(program.renew(tokens["refresh_token"]), "invalid_grant")


def test_a_closed_account_opens_nothing(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    Person.objects.update(is_active=False)
    assert program.userinfo(tokens["access_token"]).status_code == 401
    refused(program.renew(tokens["refresh_token"]), "invalid_grant")


def test_the_keys_publish_nothing_private(program: Program) -> None:
    keys = program.wire.get("/openid/keys/").json()["keys"]
    assert len({key["kid"] for key in keys}) == 3
    assert all(not {"d", "p", "q", "k"} & set(key) for key in keys)


def test_an_unsigned_hint_signs_nobody_out(program: Program, phone: Client) -> None:
    hint = unsigned({}, {"iss": ADDRESS, "aud": program.client_id, "sub": "x"})
    answer = phone.get("/openid/end/", {"id_token_hint": hint})
    assert answer.status_code == 400
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_nobody_can_be_signed_out_or_agree_by_a_forged_form(program: Program, ana: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, ana)
    ask = ask_on(program.send(strict))
    assert strict.post("/openid/consent/", {"ask": ask, "agree": "1"}).status_code == 403
    assert strict.post("/openid/leave/").status_code == 403
    assert not Consent.objects.exists()


def test_an_ask_of_one_person_agrees_for_whoever_is_signed_in_now(
    program: Program, phone: Client, ana: Person
) -> None:
    """The sealed request holds no person: an attacker's own gains nothing on another's screen."""
    ask = ask_on(program.send(phone))
    ben = Client()
    sign_in(ben, a_person("Ben"), level=1)
    code = led_back(ben.post("/openid/consent/", {"ask": ask, "agree": "1"}))["code"]
    tokens = program.fetch(code).json()
    assert program.userinfo(tokens["access_token"]).json()["name"] == "Ben"
    assert not Consent.objects.filter(person=ana).exists()


def test_a_sealed_note_serves_its_own_purpose_only(program: Program, phone: Client) -> None:
    code = program.sign_in(phone)["code"]
    assert phone.get("/openid/go-on/", {"ask": code}).status_code == 400
    pushed = requests.URN + code
    wanted = {"client_id": program.client_id, "request_uri": pushed}
    assert phone.get("/openid/authorize/", wanted).status_code == 400


def test_the_page_that_asks_cannot_be_framed(program: Program, phone: Client) -> None:
    answer = program.send(phone)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_whoever_keeps_asking_wrongly_is_told_to_wait(program: Program) -> None:
    statuses = {program.fetch("wrong").status_code for _ in range(125)}
    assert statuses == {400, 429}


def test_the_id_number_is_never_sent(program: Program, phone: Client, ana: Person) -> None:
    asked = {"scope": "openid profile phone region offline_access"}
    tokens = program.tokens(phone, **asked)
    sent = json.dumps([tokens, program.userinfo(tokens["access_token"]).json()])
    sent += json.dumps(program.read(tokens["id_token"]))
    for hidden in (ana.id_number, str(ana.public_id), ana.login_name, str(ana.id_index)):
        assert hidden not in sent
    assert ana.name not in json.dumps(program.read(tokens["id_token"]))
