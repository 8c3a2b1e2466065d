"""The hub as our OpenID provider: asking it to sign somebody in, and reading what it says.

Its addresses follow from its address in the registry, since it runs this same program.
"""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError

from tongban.crypto.signing_keys import ALGORITHM, signing_key
from tongban.federation import queries as federation
from tongban.federation.models import Peer
from tongban.identity.providers import platforms
from tongban.identity.providers.platforms import PlatformAway
from tongban.identity.rules import LOGOUT_EVENT, LOGOUT_LIVES, Level

SCOPE: Final = "openid profile phone region platform"
ASSERTION_SECONDS: Final = 60
SKEW: Final = 30  # seconds that two clocks may differ
AWAY_FOR: Final = 30.0  # seconds before a hub that was away is asked again

_looked: dict[str, tuple[float, bool]] = {}  # address: until when it counts, and what was seen
_lock = threading.Lock()


class NotBelieved(ValueError):
    """What came back is not what the hub said to us about this sign-in."""


@dataclass(frozen=True)
class Wanted:
    """One try to sign somebody in, as the browser's session remembers it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Told:
    """What the hub says about somebody who signed in there."""

    hub: str
    sid: str
    level: Level
    shown_at: datetime
    claims: dict[str, Any]


def hub() -> Peer | None:
    """The hub that we belong to; None at the hub itself and for one that stands alone."""
    return federation.peer_named(federation.hub())


def own_name() -> str:
    """Who we are as a client of the hub: our name in the federation."""
    return federation.here()


def is_away(found: Peer) -> bool:
    """Whether the hub does not answer. Looked up at most every half minute, for half a second."""
    with _lock:
        until, away = _looked.get(found.address, (0.0, False))
    if time.monotonic() < until:
        return away
    return _noted(found, away=not platforms.is_alive(found.address))


def push(found: Peer, wanted: Wanted, *, level: int, silent: bool, at: datetime) -> str:
    """Send the request ahead (RFC 9126); the address to which the browser goes with it.

    Raises PlatformAway.
    """
    parameters = {
        "response_type": "code",
        "client_id": own_name(),
        "redirect_uri": _redirect_uri(),
        "scope": SCOPE,
        "state": wanted.state,
        "nonce": wanted.nonce,
        "code_challenge": create_s256_code_challenge(wanted.verifier),
        "code_challenge_method": "S256",
        "acr_values": str(level) if level > Level.DECLARED else "",
        "prompt": "none" if silent else "",
    }
    answer = _sent(found, "requests", {k: v for k, v in parameters.items() if v}, at=at)
    request_uri = answer.get("request_uri")
    if not isinstance(request_uri, str):
        raise PlatformAway(f"{found.name} does not know us: {answer.get('error')}")
    return request_uri


def exchange(found: Peer, wanted: Wanted, *, code: str, at: datetime) -> Told:
    """Turn a code into what the hub says about the person. Raises NotBelieved or PlatformAway."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _redirect_uri(),
        "code_verifier": wanted.verifier,
    }
    tokens = _sent(found, "token", form, at=at)
    access = str(tokens.get("access_token", ""))
    said = _read(found, str(tokens.get("id_token", "")), access, nonce=wanted.nonce, at=at)
    headers = {"Authorization": f"Bearer {access}"}
    _status, info = platforms.ask("GET", f"{found.address}/openid/userinfo/", headers=headers)
    if info.get("sub") != said["sub"]:
        raise NotBelieved("userinfo speaks of somebody else")
    return Told(
        hub=found.name,
        sid=str(said.get("sid", "")),
        level=_level(said.get("acr")),
        shown_at=min(at, datetime.fromtimestamp(said["auth_time"], tz=at.tzinfo)),
        claims=info,
    )


def read_logout(found: Peer, token: str, *, at: datetime) -> str:
    """The session that a logout token of the hub ends (OpenID back-channel logout).

    Raises NotBelieved or PlatformAway.
    """
    claims = dict(_decoded(found, token, kind="logout+jwt").claims)
    rules = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=SKEW,
        iss={"essential": True, "value": found.address},
        aud={"essential": True, "value": federation.here()},
        exp={"essential": True},
        iat={"essential": True},
        jti={"essential": True},
        sid={"essential": True},
    )
    try:
        rules.validate(claims)
    except JoseError as error:
        raise NotBelieved(str(error)) from error
    is_logout = claims.get("events", {}) == {LOGOUT_EVENT: {}} and "nonce" not in claims
    fresh = at - timedelta(seconds=SKEW) - LOGOUT_LIVES
    if not is_logout or claims["iat"] < fresh.timestamp():
        raise NotBelieved("this is no fresh logout token")
    return str(claims["sid"])


def _read(found: Peer, id_token: str, access: str, *, nonce: str, at: datetime) -> dict[str, Any]:
    token = _decoded(found, id_token, kind=None)
    options = {"iss": {"value": found.address}, "aud": {"value": federation.here()}}
    known = {"nonce": nonce, "client_id": federation.here(), "access_token": access}
    claims = CodeIDToken(token.claims, token.header, options, known)
    try:
        claims.validate(now=int(at.timestamp()), leeway=SKEW)
    except JoseError as error:
        raise NotBelieved(str(error)) from error
    if not isinstance(claims.get("auth_time"), int):
        raise NotBelieved("the hub did not say when")
    return dict(claims)


def _decoded(found: Peer, token: str, *, kind: str | None) -> jwt.Token:
    keys = platforms.keys_at(f"{found.address}/openid/keys/")
    try:
        decoded = jwt.decode(token, keys, algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise NotBelieved(str(error)) from error
    if kind and decoded.header.get("typ") != kind:
        raise NotBelieved(f"this is no {kind}")
    return decoded


def _level(acr: object) -> Level:
    return Level(int(str(acr))) if acr in {"1", "2", "3", "4"} else Level.DECLARED


def _redirect_uri() -> str:
    return f"{settings.TONGBAN_ADDRESS}/openid/callback/"


def _sent(found: Peer, to: str, form: dict[str, str], *, at: datetime) -> dict[str, Any]:
    """Post a form to the hub, with a signed assertion of who we are (RFC 7523)."""
    key = signing_key(at=at)
    address = f"{found.address}/openid/{to}/"
    assertion = private_key_jwt_sign(
        key,
        federation.here(),
        found.address,
        alg=ALGORITHM,
        header={"kid": key.kid},
        issued_at=int(at.timestamp()),
        expires_in=ASSERTION_SECONDS,
    )
    proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    try:
        _status, answer = platforms.ask(
            "POST", address, fields=form | proof, encode_multipart=False
        )
    except PlatformAway:
        _noted(found, away=True)
        raise
    _noted(found, away=False)
    return answer


def _noted(found: Peer, *, away: bool) -> bool:
    with _lock:
        _looked[found.address] = (time.monotonic() + AWAY_FOR, away)
    return away


def forget() -> None:
    """Look again whether hubs answer."""
    with _lock:
        _looked.clear()
