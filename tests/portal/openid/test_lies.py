"""What somebody hostile tells a node in the hub's name, and what comes of it."""

import json

import pytest
from django.utils.timezone import now
from joserfc import jwt

from tests.portal.openid.places import Browser, Heard, Net, address_of, at, whose, whose_sid
from tests.portal.openid.programs import unsigned
from tongban.crypto.signing_keys import signing_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "http://evil.test"},
        {"aud": "south"},
        {"events": {}},
        {"nonce": "x"},
        {"exp": 1},
        {"iat": 1},
        {"sid": None},
        {"jti": None},
        {"typ": "JWT"},
        {"key": "north"},
        {"alg": "none"},
    ],
)
def test_a_forged_logout_signs_nobody_out(at_hub: Browser, change: dict[str, object]) -> None:
    at_hub.open("north", "/enter/")
    token = a_logout(whose_sid(at_hub), **change)
    assert at_hub.post("north", "/openid/logout/", {"logout_token": token}).status_code == 400
    assert whose(at_hub, "north") is not None


def test_a_real_logout_signs_out_and_may_come_twice(at_hub: Browser) -> None:
    at_hub.open("north", "/enter/")
    token = a_logout(whose_sid(at_hub))
    for _ in range(2):
        assert at_hub.post("north", "/openid/logout/", {"logout_token": token}).status_code == 200
    assert whose(at_hub, "north") is None


def a_logout(
    session: str, *, typ: str = "logout+jwt", key: str = "middle", alg: str = "", **change
) -> str:
    at_ = int(now().timestamp())
    claims = {
        "iss": address_of("middle"),
        "aud": "north",
        "iat": at_,
        "exp": at_ + 60,
        "jti": "one",
        "sid": session,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | change
    claims = {name: value for name, value in claims.items() if value is not None}
    with at(key):
        signer = signing_key(at=now())
        if alg == "none":
            return unsigned({"typ": typ}, claims)
        return jwt.encode(
            {"alg": "ES256", "kid": signer.kid, "typ": typ}, claims, signer, algorithms=["ES256"]
        )


def test_a_link_of_somebody_else_signs_nobody_in(at_hub: Browser, net: Net) -> None:
    """Session fixation: the attacker's own way back, opened in the victim's browser."""
    at_hub.open("north", "/enter/?next=/", stop_at="/openid/callback/")
    at_hub.get(f"{address_of('middle')}/")
    back = _way_back(at_hub)
    victim = Browser(net)
    assert victim.get(back).status_code == 400
    assert whose(victim, "north") is None
    assert at_hub.get(back).status_code == 302  # still good for its own browser
    assert at_hub.get(back).status_code == 400  # once


def test_an_answer_of_another_provider_is_not_taken(at_hub: Browser) -> None:
    back = _way_back(at_hub)
    assert (
        at_hub.get(back.replace("iss=http%3A%2F%2Fmiddle", "iss=http%3A%2F%2Fevil")).status_code
        == 400
    )
    assert whose(at_hub, "north") is None


def test_an_answer_without_issuer_is_not_taken(at_hub: Browser) -> None:
    assert at_hub.get(_way_back(at_hub).partition("&iss=")[0]).status_code == 400


def _way_back(browser: Browser) -> str:
    answer = browser.open("north", "/enter/?next=/", stop_at="/openid/callback/")
    return str(answer["Location"])


def _swap(net: Net, **change: object) -> None:
    """Another ID token arrives than the hub signed, made by somebody without its key or with it."""

    def spoil(path: str, heard: Heard) -> Heard:
        if path != "/openid/token/":
            return heard
        body = json.loads(heard.body)
        claims = jwt.decode(body["id_token"], _hubs_key()).claims
        key, alg = change.pop("key", "middle"), change.pop("alg", "ES256")
        claims |= change
        with at(str(key)):
            signer = signing_key(at=now())
        if alg == "none":
            body["id_token"] = unsigned({}, claims)
        else:
            header = {"alg": alg, "kid": signer.kid}
            body["id_token"] = jwt.encode(header, claims, signer, algorithms=["ES256"])
        return Heard(200, json.dumps(body).encode())

    net.spoil = spoil


def _hubs_key():
    with at("middle"):
        return signing_key(at=now())


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"aud": "south"},
        {"aud": ["north", "south"]},
        {"iss": "http://evil.test"},
        {"exp": 1},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": "somebody-else"},
        {"auth_time": None},
        {"key": "south"},
        {"alg": "none"},
    ],
)
def test_an_id_token_that_is_not_right_signs_nobody_in(
    at_hub: Browser, net: Net, change: dict[str, object]
) -> None:
    back = _way_back(at_hub)
    _swap(net, **change)
    assert at_hub.get(back).status_code == 400
    assert whose(at_hub, "north") is None


def test_a_lower_level_than_asked_for_counts_as_what_it_is(at_hub: Browser, net: Net) -> None:
    answer = at_hub.open("north", "/enter/?level=3&next=/", stop_at="/openid/callback/")
    _swap(net, acr="1")
    at_hub.get(answer["Location"])
    assert whose(at_hub, "north").level == 1
