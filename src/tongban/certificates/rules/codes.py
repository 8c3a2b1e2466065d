"""What a code (亮码) is made of: a credential of the issuer, and the phone's fresh signature.

Plain Python, usable without an installation. Exact bytes: docs/reference/codes.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tongban.crypto import base45, tokens
from tongban.crypto.devices import POINT, Device, DeviceKey
from tongban.crypto.keys import BadKey, PrivateKey
from tongban.crypto.tokens import NoToken, Token

PREFIX: Final = "TB1:"
MOST: Final = 600  # characters: a QR code of version 15 at level M
BATCH: Final = 24  # credentials that a phone gets at once, each with a key of its own
LIVES: Final = timedelta(hours=24)
STEP: Final = timedelta(seconds=30)  # the phone signs anew this often
PERSON, FIRM = "p", "f"
KEPT: Final = "g"  # a person, shown by the relative who keeps their certificates (guardian)
ID: Final = 16  # bytes of a credential's random name
KID: Final = 8  # bytes of the name of the issuer's key
HOLDER, LEVEL, STATUS, CREDENTIAL = "h", "l", "s", "c"  # claims that are ours
_EC2, _P256 = 2, 1  # COSE_Key
# Marks of a pattern: where the name, the key and the place stand that differ in each.
_NAME: Final = b"name of this one"
_DEVICE: Final = DeviceKey(b"x of its key".ljust(32, b".") + b"y of its key".ljust(32, b"."))
_INDEX: Final = 0x7ABCDEF1


class BadCode(ValueError):
    """This is no code. `reason` is a key of verdicts.SENTENCES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look whether a credential was taken back: one bit of one list of its issuer."""

    number: int
    index: int


@dataclass(frozen=True, slots=True)
class Credential:
    """What the issuer says for at most a day: whoever has this key is a holder of this kind.

    Nothing in it is the same in two credentials of one holder, but what many holders share.
    """

    id: bytes
    holder: str
    level: int
    expires_at: int
    place: Place
    device: DeviceKey


@dataclass(frozen=True, slots=True)
class Code:
    """A code taken apart, and not yet believed."""

    presented: Token
    issued: Token
    credential: Credential
    signed_at: int
    audience: str


def expiry(*, at: datetime) -> datetime:
    """The full hour before a day is over: a credential's end does not tell when it was made."""
    return (at.astimezone(UTC) + LIVES).replace(minute=0, second=0, microsecond=0)


def issued(credential: Credential, key: PrivateKey) -> bytes:
    """The credential, signed by its issuer."""
    alg = tokens.ALGORITHMS[key.suite]
    kid = short_kid(key.public.kid)
    return tokens.signed(_claims(credential), alg=alg, sign=key.sign, kid=kid)


def _claims(credential: Credential) -> tokens.Claims:
    point = credential.device.point
    cose = {1: _EC2, -1: _P256, -2: point[:32], -3: point[32:]}
    return {
        tokens.EXP: credential.expires_at,
        tokens.CTI: credential.id,
        tokens.CNF: {1: cose},
        HOLDER: credential.holder,
        LEVEL: credential.level,
        STATUS: [credential.place.number, credential.place.index],
    }


def issued_together(credentials: Sequence[Credential], key: PrivateKey) -> list[bytes]:
    """The same for many that differ in nothing but their name, place and key: written once.

    The rest is the same bytes in each, and most of the time would go into writing them anew.
    """
    first = credentials[0]
    pattern = replace(first, id=_NAME, place=Place(first.place.number, _INDEX), device=_DEVICE)
    write = tokens.writer(
        _claims(pattern),
        marks=[_NAME, _DEVICE.point[:32], _DEVICE.point[32:], _INDEX],
        alg=tokens.ALGORITHMS[key.suite],
        sign=key.sign,
        kid=short_kid(key.public.kid),
    )
    return [
        write([each.id, each.device.point[:32], each.device.point[32:], each.place.index])
        for each in credentials
    ]


def short_kid(kid: str) -> bytes:
    """What a credential says of its issuer's key: the beginning of its name, as text."""
    return kid[:KID].encode()


def presented(credential: bytes, device: Device, *, at: datetime, audience: str = "") -> str:
    """The code as a phone shows it: the credential and the moment, signed by the phone."""
    claims: dict[Any, Any] = {tokens.IAT: int(at.timestamp()), CREDENTIAL: credential}
    if audience:
        claims[tokens.AUD] = audience
    raw = tokens.signed(claims, alg=tokens.ES256, sign=device.sign)
    return PREFIX + base45.encode(raw)


def opened(text: str) -> Code:
    """Take a code apart; nothing is believed yet. Raises BadCode."""
    if len(text) > MOST:
        raise BadCode("too_long")
    if not text.startswith(PREFIX):
        raise BadCode("not_a_code")
    try:
        outer = Token(base45.decode(text[len(PREFIX) :]))
        inner = Token(_bytes(outer.claims[CREDENTIAL]))
        signed_at = _number(outer.claims[tokens.IAT])
        audience = outer.claims.get(tokens.AUD, "")
        if not isinstance(audience, str) or inner.alg == tokens.ES256:
            raise BadCode("malformed")
        return Code(outer, inner, _credential(inner.claims), signed_at, audience)
    except (NoToken, BadKey, ValueError, LookupError, TypeError) as error:
        raise BadCode("malformed") from error


def _credential(claims: tokens.Claims) -> Credential:
    key = claims[tokens.CNF][1]
    if not isinstance(key, dict) or (key[1], key[-1]) != (_EC2, _P256):
        raise BadCode("malformed")
    number, index = claims[STATUS]
    name, holder, point = claims[tokens.CTI], claims[HOLDER], key[-2] + key[-3]
    if not isinstance(name, bytes) or len(name) != ID or holder not in {PERSON, FIRM, KEPT}:
        raise BadCode("malformed")
    if len(_bytes(point)) != POINT:
        raise BadCode("malformed")
    device = DeviceKey(point)  # whether it is on the curve, its signature tells
    expires_at, level = _number(claims[tokens.EXP]), _number(claims[LEVEL])
    place = Place(_number(number), _number(index))
    return Credential(name, holder, level, expires_at, place, device)


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise BadCode("malformed")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise BadCode("malformed")
    return value
