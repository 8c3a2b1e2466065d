"""Certificates that show only what is asked: SD-JWT VC (RFC 9901 and the IETF OAuth draft on top).

The issuer signs digests; each claim travels beside the signature as a disclosure, and whoever
presents leaves out what nobody needs. With a key binding, the holder's phone signs for one
verifier and one nonce.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError

from tongban.crypto import jose
from tongban.crypto.devices import Device, DeviceKey
from tongban.crypto.keys import PrivateKey, PublicKey, decoded, encoded

TYPE: Final = "dc+sd-jwt"
BINDING: Final = "kb+jwt"
ES256: Final = "ES256"
SALT: Final = 16
MOST: Final = 2**18  # characters
MOST_DISCLOSURES: Final = 200
SKEW: Final = timedelta(minutes=5)
OURS: Final = frozenset({"_sd", "_sd_alg", "cnf", "..."})
ALWAYS_SEEN: Final = frozenset({"iss", "nbf", "exp", "vct", "vct#integrity", "status"})
_TAKEN: Final = OURS | ALWAYS_SEEN


class NotShown(ValueError):
    """This is not believed. `code` is `malformed`, `unknown_key`, `bad_signature`,
    `tampered_disclosure`, `expired`, `not_bound`, `wrong_audience` or `wrong_nonce`."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


@dataclass(frozen=True)
class Shown:
    """What was believed: everybody's claims and those that were disclosed, together."""

    claims: Mapping[str, Any]
    disclosed: frozenset[str]


def issue(
    claims: Mapping[str, Any],
    *,
    hidden: Mapping[str, Any],
    key: PrivateKey | jose.EcKey,
    holder: DeviceKey | None = None,
) -> str:
    """`claims` are seen by all who see it, each of `hidden` only by those to whom it is shown."""
    taken = OURS & {*claims, *hidden} | claims.keys() & hidden.keys() | ALWAYS_SEEN & hidden.keys()
    if taken:
        raise ValueError(f"these names have a meaning already: {sorted(taken)}")
    disclosures = [_disclosure(name, value) for name, value in hidden.items()]
    payload = dict(claims) | {"_sd": sorted(map(_digest, disclosures)), "_sd_alg": "sha-256"}
    if holder:
        payload["cnf"] = {"jwk": holder.to_jwk()}
    header = {"alg": jose.ALGORITHMS[key.suite], "kid": key.public.kid, "typ": TYPE}
    signed = jws.serialize_compact(
        header, _json(payload), jose.key_of(key), registry=jose.registry_of(key.suite)
    )
    return "~".join([signed, *disclosures, ""])


def present(
    text: str, *, show: Iterable[str], device: Device, audience: str, nonce: str, at: datetime
) -> str:
    """As a wallet does it: only these claims, bound to one verifier. For tests and examples."""
    signed, *disclosures, _end = text.split("~")
    wanted = set(show)
    kept = [each for each in disclosures if json.loads(decoded(each))[1] in wanted]
    shown = "~".join([signed, *kept, ""])
    told = {
        "iat": int(at.timestamp()),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": _digest(shown),
    }
    head = f"{encoded(_json({'alg': ES256, 'typ': BINDING}))}.{encoded(_json(told))}"
    return f"{shown}{head}.{encoded(device.sign(head.encode()))}"


def read(
    text: str,
    *,
    keys: Iterable[PublicKey | jose.EcKey],
    at: datetime,
    audience: str = "",
    nonce: str = "",
) -> Shown:
    """What it says, if one of these keys signed it. With an audience, only bound to it and `nonce`.

    Raises NotShown.
    """
    if len(text) > MOST or not text.isascii() or "~" not in text:
        raise NotShown("malformed", "This is no SD-JWT.")
    signed, *disclosures, binding = text.split("~")
    if len(disclosures) > MOST_DISCLOSURES:
        raise NotShown("malformed", "These are more disclosures than anything has.")
    payload = _payload(signed, keys)
    ends = payload.get("exp")
    if ends is not None and (type(ends) is not int or ends <= at.timestamp()):
        raise NotShown("expired", "This certificate is over.")
    if audience:
        shown = text[: len(text) - len(binding)]
        _check_binding(binding, shown, payload, at=at, audience=audience, nonce=nonce)
    hidden = _disclosed(disclosures, payload)
    plain = {name: value for name, value in payload.items() if name not in {"_sd", "_sd_alg"}}
    return Shown(plain | hidden, frozenset(hidden))


def _payload(signed: str, keys: Iterable[PublicKey | jose.EcKey]) -> dict[str, Any]:
    header = _parsed(signed.partition(".")[0])
    key = next((key for key in keys if key.kid == header.get("kid")), None)
    if key is None:
        raise NotShown("unknown_key", "No key that we know signed this.")
    if header.get("typ") != TYPE or header.get("alg") != jose.ALGORITHMS[key.suite]:
        raise NotShown("malformed", "This is no SD-JWT VC.")
    try:
        jws.deserialize_compact(signed, jose.key_of(key), registry=jose.registry_of(key.suite))
    except (JoseError, ValueError) as error:
        raise NotShown("bad_signature", "This was changed after signing.") from error
    payload = _parsed(signed.split(".")[1])
    digests = payload.get("_sd")
    if payload.get("_sd_alg") != "sha-256" or not isinstance(digests, list):
        raise NotShown("malformed", "This is no SD-JWT of ours.")
    if not all(isinstance(each, str) for each in digests):
        raise NotShown("malformed", "This is no SD-JWT of ours.")
    return payload


def _disclosed(disclosures: list[str], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of the disclosures; each must be one that was signed, and come once."""
    digests, found = set(payload["_sd"]), dict[str, Any]()
    for each in disclosures:
        if _digest(each) not in digests:
            raise NotShown("tampered_disclosure", "A disclosure is not what was signed.")
        digests.discard(_digest(each))
        try:
            _salt, name, value = json.loads(decoded(each))
        except (ValueError, TypeError, RecursionError) as error:
            raise NotShown("malformed", "A disclosure that cannot be read.") from error
        if not isinstance(name, str) or name in payload or name in found or name in _TAKEN:
            raise NotShown("tampered_disclosure", "A disclosure takes another one's name.")
        found[name] = value
    return found


def _check_binding(
    binding: str, shown: str, payload: Mapping[str, Any], *, at: datetime, audience: str, nonce: str
) -> None:
    head, _, signature = binding.rpartition(".")
    try:
        header, told = (_parsed(part) for part in head.split("."))
        holder = DeviceKey.from_jwk(payload["cnf"]["jwk"])
        good = holder.verify(decoded(signature), head.encode())
    except (ValueError, KeyError, TypeError) as error:
        raise NotShown("not_bound", "The holder's phone did not sign this.") from error
    if not good or header.get("alg") != ES256 or header.get("typ") != BINDING:
        raise NotShown("not_bound", "The holder's phone did not sign this.")
    if told.get("sd_hash") != _digest(shown):
        raise NotShown("not_bound", "The holder's phone signed something else.")
    if told.get("aud") != audience:
        raise NotShown("wrong_audience", "This was made for somebody else.")
    if told.get("nonce") != nonce:
        raise NotShown("wrong_nonce", "This answers another question.")
    moment = told.get("iat")
    if type(moment) is not int or abs(moment - at.timestamp()) > SKEW.total_seconds():
        raise NotShown("expired", "This was made too long ago.")


def _disclosure(name: str, value: Any) -> str:
    return encoded(_json([encoded(secrets.token_bytes(SALT)), name, value]))


def _digest(text: str) -> str:
    return encoded(hashlib.sha256(text.encode()).digest())


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _parsed(part: str) -> dict[str, Any]:
    try:
        found = json.loads(decoded(part))
    except (ValueError, RecursionError) as error:
        raise NotShown("malformed", "A part that is no JSON.") from error
    if not isinstance(found, dict):
        raise NotShown("malformed", "A part that is no JSON object.")
    return found
