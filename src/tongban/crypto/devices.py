"""Keys that live in a person's phone: ECDSA with P-256 and SHA-256, as every WebCrypto has it.

The phone never lets its secret out; what is here signs in tests, measurements and examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tongban.crypto.keys import BadKey, decoded, encoded

SIGNATURE: Final = 64
POINT: Final = 64  # x‖y
_CURVE: Final = ec.SECP256R1()
_ECDSA: Final = ec.ECDSA(SHA256())


@dataclass(frozen=True)
class DeviceKey:
    """The public half."""

    point: bytes

    @cached_property
    def _key(self) -> ec.EllipticCurvePublicKey:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b"\x04" + self.point)
        except ValueError as error:
            raise BadKey("no point of P-256") from error

    def check(self) -> None:
        """Raises BadKey unless this is a point of the curve."""
        if len(self.point) != POINT:
            raise BadKey("a point has 64 bytes")
        self._key  # noqa: B018  it is read, and so checked

    def to_jwk(self) -> dict[str, str]:
        x, y = encoded(self.point[:32]), encoded(self.point[32:])
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    @classmethod
    def from_jwk(cls, jwk: object) -> Self:
        """A public key as others write it down; raises BadKey, also for one with its secret."""
        if not isinstance(jwk, Mapping) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
            raise BadKey("a holder's key is P-256")
        x, y = decoded(jwk.get("x")), decoded(jwk.get("y"))
        if "d" in jwk or len(x) != POINT // 2 or len(y) != POINT // 2:
            raise BadKey("a holder's key is public, and a point of P-256")
        found = cls(x + y)
        found.check()
        return found

    def verify(self, signature: bytes, message: bytes) -> bool:
        if len(signature) != SIGNATURE:
            return False
        numbers = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        try:
            self._key.verify(encode_dss_signature(*numbers), message, _ECDSA)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Device:
    """A phone's key with its secret. It does not show itself in logs."""

    secret: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def make(cls) -> Self:
        return cls(ec.generate_private_key(_CURVE))

    @cached_property
    def public(self) -> DeviceKey:
        raw = self.secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return DeviceKey(raw[1:])

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.secret.sign(message, _ECDSA))
        return r.to_bytes(32) + s.to_bytes(32)
