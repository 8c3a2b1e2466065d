"""Signing out at one place ends it at every place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.portal.openid.programs import ADDRESS, Program, led_back
from tongban.identity import tasks
from tongban.identity.models import LogoutNotice, Permit, SignIn
from tongban.identity.providers import platforms

pytestmark = pytest.mark.django_db
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What clients hear; put `deaf` to let them hear nothing."""
    told: list[tuple[str, str]] = []

    def hear(address: str, logout_token: str) -> bool:
        told.append((address, logout_token))
        return True

    monkeypatch.setattr(platforms, "post_logout", hear)
    return told


def test_every_client_of_a_sign_in_is_told(
    program: Program, phone: Client, heard: list[tuple[str, str]]
) -> None:
    tokens = program.tokens(phone, scope="openid profile")
    claims = program.read(tokens["id_token"])
    phone.post("/sign-out/")
    assert tasks.tell_of_logouts(at=now()) == 1
    [(address, token)] = heard
    assert address == "https://app.test/logout"
    keys = KeySet.import_key_set(program.wire.get("/openid/keys/").json())
    said = jwt.decode(token, keys, algorithms=["ES256"])
    assert said.header["typ"] == "logout+jwt"
    assert said.claims["events"] == {EVENT: {}}
    assert "nonce" not in said.claims
    same = ("iss", "aud", "sub", "sid")
    assert {name: said.claims[name] for name in same} == {name: claims[name] for name in same}
    assert tasks.tell_of_logouts(at=now()) == 0
    assert program.userinfo(tokens["access_token"]).status_code == 401


def test_a_client_that_gave_its_tokens_back_is_told_as_well(
    program: Program, phone: Client, heard: list[tuple[str, str]]
) -> None:
    tokens = program.tokens(phone)
    program.post("/openid/revoke/", {"token": tokens["access_token"]})
    phone.post("/sign-out/")
    assert tasks.tell_of_logouts(at=now()) == len(heard) == 1


def test_a_client_that_does_not_listen_is_told_again(
    program: Program, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.tokens(phone)
    phone.post("/sign-out/")
    monkeypatch.setattr(platforms, "post_logout", lambda *_: False)
    at = now()
    tries = 0
    while (notice := LogoutNotice.objects.get()).next_at:
        at = max(at, notice.next_at)
        assert tasks.tell_of_logouts(at=at) == 0
        tries += 1
    assert (tries, notice.heard_at) == (12, None)
    assert tasks.tell_of_logouts(at=at + timedelta(days=1)) == 0


def test_who_allowed_it_also_for_later_is_not_cut_off(
    program: Program, phone: Client, heard: list[tuple[str, str]]
) -> None:
    tokens = program.tokens(phone)  # with offline_access
    phone.post("/sign-out/")
    tasks.tell_of_logouts(at=now())
    assert len(heard) == 1
    assert program.renew(tokens["refresh_token"]).status_code == 200


def test_a_program_sends_somebody_who_signed_out_there(program: Program, phone: Client) -> None:
    hint = program.tokens(phone)["id_token"]
    bye = {"id_token_hint": hint, "post_logout_redirect_uri": "https://app.test/bye", "state": "s"}
    page = phone.get("/openid/end/", bye)
    assert SignIn.objects.filter(ended_at=None).count() == 1  # a link never signs anybody out
    done = phone.post("/openid/leave/", {"ticket": page.context["ticket"]})
    assert 'content="0; url=https://app.test/bye?state=s"' in done.content.decode()
    assert SignIn.objects.filter(ended_at=None).count() == 0
    assert phone.get("/me/allowed/").status_code == 302


@pytest.mark.parametrize(
    "bye",
    [
        {"post_logout_redirect_uri": "https://app.test/bye"},  # nobody vouches for it
        {"post_logout_redirect_uri": "https://evil.test/", "id_token_hint": "own"},
        {"post_logout_redirect_uri": "https://app.test/bye?more", "id_token_hint": "own"},
    ],
)
def test_after_signing_out_nobody_is_led_to_a_strange_address(
    program: Program, phone: Client, bye: dict[str, str]
) -> None:
    if "id_token_hint" in bye:
        bye = bye | {"id_token_hint": program.tokens(phone)["id_token"]}
    page = phone.get("/openid/end/", bye | {"client_id": program.client_id})
    assert page.context["after"] == ""
    assert phone.post("/openid/leave/", {"ticket": page.context["ticket"]})["Location"] == "/"


def test_a_hint_for_another_program_is_refused(program: Program, phone: Client) -> None:
    hint = program.tokens(phone)["id_token"]
    asked = {"id_token_hint": hint, "client_id": "app-another"}
    assert phone.get("/openid/end/", asked).status_code == 400


def test_a_program_gives_its_token_back(program: Program, phone: Client) -> None:
    tokens = program.tokens(phone)
    assert program.post("/openid/revoke/", {"token": "unknown"}).status_code == 200
    assert program.post("/openid/revoke/", {"token": tokens["refresh_token"]}).status_code == 200
    assert program.userinfo(tokens["access_token"]).status_code == 401
    assert Permit.objects.get().ended_at


def test_one_who_signs_out_during_a_try_starts_again(program: Program, phone: Client) -> None:
    back = led_back(program.send(phone, prompt="none"))
    assert (back["error"], back["iss"]) == ("consent_required", ADDRESS)
    phone.post("/sign-out/")
    assert led_back(program.send(phone, prompt="none"))["error"] == "login_required"
