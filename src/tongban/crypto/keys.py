"""Signing keys: two suites behind one door.

`intl` is Ed25519, `gm` is SM2 with SM3. Each node chooses one; everybody can verify both.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol, Self

from tongban.crypto import ed25519, sm2

INTL: Final = "intl"
GM: Final = "gm"


class BadKey(ValueError):
    """This is not a key, or not one of a suite that we know."""


class _Suite(Protocol):
    """What a suite's module offers. Points are their coordinates, 32 bytes each."""

    @property
    def KTY(self) -> str: ...  # noqa: N802
    @property
    def CRV(self) -> str: ...  # noqa: N802
    @property
    def COORDINATES(self) -> tuple[str, ...]: ...  # noqa: N802

    def generate(self) -> bytes: ...
    def public_of(self, secret: bytes) -> bytes: ...
    def sign(self, secret: bytes, message: bytes) -> bytes: ...
    def verify(self, point: bytes, signature: bytes, message: bytes) -> bool: ...
    def is_point(self, point: bytes) -> bool: ...


SUITES: Final[Mapping[str, _Suite]] = {INTL: ed25519, GM: sm2}


@dataclass(frozen=True)
class PublicKey:
    """Whose signatures can be checked. `kid` names it everywhere (RFC 7638)."""

    suite: str
    point: bytes

    def __post_init__(self) -> None:
        if not _suite(self.suite).is_point(self.point):
            raise BadKey(f"these {len(self.point)} bytes are no public key of {self.suite}")

    @cached_property
    def kid(self) -> str:
        told = json.dumps(self.to_jwk(), sort_keys=True, separators=(",", ":"))
        return encoded(hashlib.sha256(told.encode()).digest())

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of this key signed exactly this message."""
        return SUITES[self.suite].verify(self.point, signature, message)

    def to_jwk(self) -> dict[str, str]:
        suite = SUITES[self.suite]
        parts = {
            name: encoded(self.point[32 * place : 32 * place + 32])
            for place, name in enumerate(suite.COORDINATES)
        }
        return {"kty": suite.KTY, "crv": suite.CRV, **parts}

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> Self:
        """A key as others write it down; raises BadKey. Members we do not know are left alone."""
        for name, suite in SUITES.items():
            if (jwk.get("kty"), jwk.get("crv")) == (suite.KTY, suite.CRV):
                return cls(name, b"".join(_coordinate(jwk.get(part)) for part in suite.COORDINATES))
        raise BadKey("a key is Ed25519 (OKP) or SM2 (EC)")


@dataclass(frozen=True)
class PrivateKey:
    """What its holder signs with. It does not show itself in logs."""

    suite: str
    secret: bytes = field(repr=False)

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(self.suite, SUITES[self.suite].public_of(self.secret))

    def __post_init__(self) -> None:
        try:
            _suite(self.suite).public_of(self.secret)
        except ValueError as error:
            raise BadKey(f"this is no private key of {self.suite}") from error

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return SUITES[self.suite].sign(self.secret, message)

    def to_text(self) -> str:
        """For `keys.json` and nowhere else."""
        return f"{self.suite}:{encoded(self.secret)}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        suite, _, secret = text.partition(":")
        return cls(suite, decoded(secret))


def generate(suite: str) -> PrivateKey:
    return PrivateKey(suite, _suite(suite).generate())


def encoded(raw: bytes) -> str:
    """base64url without padding, as JWK and JWS write bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: object) -> bytes:
    """What `encoded` made, and no other spelling of it; raises BadKey."""
    try:
        raw = base64.urlsafe_b64decode(str(text) + "=" * (-len(str(text)) % 4))
    except ValueError as error:
        raise BadKey("not base64url") from error
    if encoded(raw) != text:
        raise BadKey("not base64url")
    return raw


def _coordinate(text: object) -> bytes:
    raw = decoded(text)
    if len(raw) != 32:
        raise BadKey("a coordinate has 32 bytes")
    return raw


def _suite(name: str) -> _Suite:
    try:
        return SUITES[name]
    except KeyError:
        raise BadKey(f"there is no suite {name!r}, only {' and '.join(SUITES)}") from None
