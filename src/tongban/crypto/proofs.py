"""A wallet's proof that it holds a key: a JWT with its public key in the header (OpenID4VCI 1.0)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tongban.crypto.devices import Device, DeviceKey
from tongban.crypto.keys import BadKey, decoded, encoded

TYPE: Final = "openid4vci-proof+jwt"
ES256: Final = "ES256"
MOST: Final = 8 * 1024  # characters
LIVES: Final = timedelta(minutes=5)
SKEW: Final = timedelta(seconds=60)


class NoProof(ValueError):
    """This proves nothing."""


@dataclass(frozen=True)
class Proof:
    """Who made it, for whom, and in answer to which nonce. Its signature was good."""

    key: DeviceKey
    nonce: str
    client: str  # as the wallet calls itself; may be empty


def make(device: Device, *, audience: str, nonce: str, at: datetime, **more: object) -> str:
    """As a wallet does it. For tests and examples."""
    header = {"alg": ES256, "typ": TYPE, "jwk": device.public.to_jwk()}
    told = {"aud": audience, "iat": int(at.timestamp()), "nonce": nonce} | more
    head = f"{encoded(_json(header))}.{encoded(_json(told))}"
    return f"{head}.{encoded(device.sign(head.encode()))}"


def read(text: object, *, audience: str, at: datetime) -> Proof:
    """Raises NoProof. Whether the nonce is one of ours is for the caller to say."""
    if not isinstance(text, str) or len(text) > MOST or not text.isascii():
        raise NoProof("this is no JWT")
    head, _, signature = text.rpartition(".")
    try:
        header, told = (_parsed(part) for part in head.split("."))
        key = DeviceKey.from_jwk(header.get("jwk"))
        good = key.verify(decoded(signature), head.encode())
    except (ValueError, BadKey, RecursionError) as error:
        raise NoProof("this is no JWT with the key that signed it") from error
    if (header.get("typ"), header.get("alg")) != (TYPE, ES256) or header.keys() & {"kid", "x5c"}:
        raise NoProof(f"a proof has typ {TYPE}, alg {ES256} and its key as jwk")
    if not good:
        raise NoProof("the key in the header did not sign this")
    if told.get("aud") != audience:
        raise NoProof("this was made for another issuer")
    moment = told.get("iat")
    if type(moment) is not int:
        raise NoProof("a proof says when it was made")
    age = at.timestamp() - moment
    if not -SKEW.total_seconds() <= age <= LIVES.total_seconds():
        raise NoProof("this was not made just now")
    return Proof(key, str(told.get("nonce", "")), str(told.get("iss", "")))


def _parsed(part: str) -> dict[str, Any]:
    found = json.loads(decoded(part))
    if not isinstance(found, dict):
        raise NoProof("a part that is no JSON object")
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
