"""A program of a third party, written by hand so that a test can break any part of it."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.builders import MONDAY, a_person
from tongban.identity.operations.openid import register_client

ADDRESS = "http://testserver"
BACK = "https://app.test/back"
SCOPES = ["openid", "profile", "phone", "region", "offline_access"]
FIRST = {"openid": "openid profile", "all": "openid profile phone region offline_access"}


@dataclass
class Program:
    """What it registered, and the verifier, state and nonce of its last try."""

    client_id: str
    secret: str
    scope: str = "openid profile phone offline_access"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=secrets.token_urlsafe)
    nonce: str = field(default_factory=secrets.token_urlsafe)
    wire: Client = field(default_factory=Client)

    def asks(self, **changes: str) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        wanted = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "scope": self.scope,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (wanted | changes).items() if value}

    def send(self, browser: Client, **changes: str) -> Any:
        answer = browser.get("/openid/authorize/", self.asks(**changes))
        if answer.headers.get("Location", "").startswith("/openid/go-on/"):
            answer = browser.get(answer["Location"])
        return answer

    def sign_in(self, browser: Client, **changes: str) -> dict[str, str]:
        """Everything a browser does until it is led back, consent included."""
        answer = self.send(browser, **changes)
        if answer.status_code == 200:
            answer = browser.post("/openid/consent/", {"ask": ask_on(answer), "agree": "1"})
        return led_back(answer)

    def fetch(self, code: str, **changes: str) -> Any:
        wanted = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
        }
        return self.post("/openid/token/", wanted | changes)

    def renew(self, token: str) -> Any:
        wanted = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post("/openid/token/", wanted)

    def post(self, path: str, data: dict[str, str]) -> Any:
        if not self.secret:
            return self.wire.post(path, {"client_id": self.client_id, **data})
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return self.wire.post(path, data, HTTP_AUTHORIZATION=f"Basic {pair}")

    def tokens(self, browser: Client, **changes: str) -> dict[str, Any]:
        answer = self.fetch(self.sign_in(browser, **changes)["code"])
        assert answer.status_code == 200, answer.content
        return answer.json()

    def userinfo(self, token: str) -> Any:
        return self.wire.get("/openid/userinfo/", HTTP_AUTHORIZATION=f"Bearer {token}")

    def read(self, id_token: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self.wire.get("/openid/keys/").json())
        return jwt.decode(id_token, keys, algorithms=["ES256"]).claims


def a_program(name: str = "Weather", *, public: bool = False, **more: Any) -> Program:
    client, secret = register_client(
        name=name,
        redirect_uris=[BACK],
        post_logout_uris=["https://app.test/bye"],
        logout_uri="https://app.test/logout",
        scopes=SCOPES,
        public=public,
        by=a_person("Operator"),
        at=MONDAY,
        **more,
    )
    return Program(client.client_id, secret)


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A token that says of itself that nobody signed it."""
    parts = [json.dumps({"alg": "none", **header}), json.dumps(claims), ""]
    return ".".join(base64.urlsafe_b64encode(p.encode()).rstrip(b"=").decode() for p in parts)


def ask_on(answer: Any) -> str:
    """The sealed request in a form."""
    return unescape(re.findall(r'name="ask" value="([^"]+)"', answer.content.decode())[0])


def led_back(answer: Any) -> dict[str, str]:
    """What the client hears at its own address, whether by redirect or by the page between."""
    if answer.status_code == 200:
        text = answer.content.decode()
        address = unescape(re.findall(r'content="0; url=([^"]+)"', text)[0])
    else:
        assert answer.status_code == 302, answer.content
        address = answer["Location"]
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == BACK, address
    return dict(parse_qsl(parts.query))
