"""openid-client (Node.js) and Authlib (Python) let people sign in at our hub, over the wire."""

import re
from typing import Any

import httpx
import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.harness import foreign as clients
from tests.harness.nation import Nation
from tests.journeys.openid.conftest import Ear
from tests.journeys.openid.visitor import Visitor

BACK, BYE = "https://weather.example/back", "https://weather.example/bye"
SCOPE = "openid profile phone offline_access"
ELDER, AGENT = "19900000002", "19900000003"
NEW = [f"1380013800{last}" for last in range(3)]  # each number signs in once


@pytest.fixture(scope="module")
def told(nation: Nation, ear: Ear, foreign: None) -> dict[str, str]:
    """What a program knows that an operator has registered at the hub's console."""
    said = nation.console(
        *["client", "--demo", str(nation.home), "add", "天气", "--device"],
        *["--back", BACK, "--after", BYE],
        *["--logout", ear.address, "--scope", SCOPE],
    )
    found = dict(re.findall(r"^(id|secret) +(\S+)$", said, re.MULTILINE))
    return {
        "issuer": nation["hub"].url,
        "client_id": found["id"],
        "secret": found["secret"],
        "redirect_uri": BACK,
        "scope": SCOPE,
    }


def step(name: str, told: dict[str, str], **more: Any) -> Any:
    return clients.run("openid.mjs", {"step": name, **told, **more})


def signed_in(told: dict[str, str], visitor: Visitor, **more: Any) -> dict[str, Any]:
    """A try that a browser has taken to its end: what the program kept, and the way back."""
    begun = step("begin", told, more=more)
    visitor.open(begun["address"])
    if not visitor.left_for:
        visitor.agree()
    return {"kept": begun["kept"], "back": visitor.left_for, "server": begun["server"]}


def test_openid_client_signs_somebody_in_renews_and_is_told_of_the_end(
    told: dict[str, str], nation: Nation, visitor: Visitor
) -> None:
    visitor.sign_in_at(nation["hub"].url, ELDER)
    tried = signed_in(told, visitor)
    assert tried["server"]["pushed_authorization_request_endpoint"]
    done = step("finish", told, **tried)
    assert done["claims"]["acr"] == "2"
    assert done["info"]["name"] == "周桂兰"
    assert done["info"]["phone_number"] == ELDER
    assert done["renewed"]["refresh_token"] != done["tokens"]["refresh_token"]
    assert done["replay"] == "invalid_grant"

    left = step("leave", told, **done["tokens"], after=BYE)
    visitor.open(left["address"])
    visitor.press("/openid/leave/", {})
    assert visitor.left_for == f"{BYE}?state=bye"


def test_a_stolen_refresh_token_ends_all_of_them(
    told: dict[str, str], nation: Nation, visitor: Visitor
) -> None:
    visitor.sign_in_at(nation["hub"].url, NEW[0])
    tried = signed_in(told, visitor)
    form = {
        "grant_type": "authorization_code",
        "code": httpx.URL(tried["back"]).params["code"],
        "redirect_uri": BACK,
        "code_verifier": tried["kept"]["pkceCodeVerifier"],
    }
    used = _tokens(told, form)["refresh_token"]
    present = _tokens(told, {"grant_type": "refresh_token", "refresh_token": used})["refresh_token"]
    ended = step("steal", told, used=used, present=present)
    assert ended == {"stolen": "invalid_grant", "lost": "invalid_grant"}


def _tokens(told: dict[str, str], form: dict[str, str]) -> dict[str, str]:
    pair = (told["client_id"], told["secret"])
    found: dict[str, str] = httpx.post(
        f"{told['issuer']}/openid/token/", data=form, auth=pair
    ).json()
    return found


def test_openid_client_believes_nothing_that_was_changed(
    told: dict[str, str], nation: Nation, visitor: Visitor
) -> None:
    visitor.sign_in_at(nation["hub"].url, NEW[1])
    found = step("lies", told, **signed_in(told, visitor))
    assert found["verifier"] == "invalid_grant"
    assert all(found.values()), found


def test_openid_client_signs_somebody_in_on_a_machine(
    told: dict[str, str], nation: Nation, visitor: Visitor
) -> None:
    visitor.sign_in_at(nation["hub"].url, NEW[2])
    shown = step("device", told)
    visitor.open(shown["verification_uri_complete"])
    visitor.press("/openid/device/", {"code": shown["user_code"]})
    visitor.press("/openid/device/answer/", {"code": shown["user_code"], "allow": "1"})
    polled = step("poll", told, device=shown)
    assert polled["info"]["sub"] == polled["claims"]["sub"]


def test_authlib_signs_somebody_in(told: dict[str, str], nation: Nation, visitor: Visitor) -> None:
    """Written as its documentation shows it for a program of its own."""
    server = httpx.get(f"{told['issuer']}/.well-known/openid-configuration").json()
    verifier = "v" * 50
    with OAuth2Session(
        told["client_id"],
        told["secret"],
        scope=SCOPE,
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic",
    ) as program:
        address, state = program.create_authorization_url(
            server["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
        )
        visitor.sign_in_at(nation["hub"].url, AGENT)
        visitor.open(address)
        if not visitor.left_for:
            visitor.agree()
        token = program.fetch_token(
            server["token_endpoint"],
            authorization_response=visitor.left_for,
            state=state,
            code_verifier=verifier,
        )
        claims = _believed(token, server, told, nonce="n-1")
        info = program.get(server["userinfo_endpoint"]).json()
        assert (info["sub"], info["name"]) == (claims["sub"], "陈立")
        renewed = program.refresh_token(server["token_endpoint"])
        assert renewed["access_token"] != token["access_token"]
        assert program.revoke_token(server["revocation_endpoint"]).status_code == 200
    assert (
        httpx.get(
            server["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {renewed['access_token']}"},
        ).status_code
        == 401
    )


def _believed(
    token: dict[str, str], server: dict[str, Any], told: dict[str, str], *, nonce: str
) -> CodeIDToken:
    """What the ID token says, once everything about it was checked."""
    decoded = jwt.decode(
        token["id_token"],
        KeySet.import_key_set(httpx.get(server["jwks_uri"]).json()),
        algorithms=server["id_token_signing_alg_values_supported"],
    )
    own = told["client_id"]
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {"iss": {"value": server["issuer"]}, "aud": {"value": own}},
        {"nonce": nonce, "client_id": own, "access_token": token["access_token"]},
    )
    claims.validate()
    return claims
