"""The suite `intl`: Ed25519 (RFC 8032)."""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KTY: Final = "OKP"
CRV: Final = "Ed25519"
COORDINATES: Final = ("x",)
REMEMBERED: Final = 1024


def generate() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(secret: bytes) -> bytes:
    return _private(secret).public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    return _private(secret).sign(message)


def verify(point: bytes, signature: bytes, message: bytes) -> bool:
    try:
        _public(point).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_point(point: bytes) -> bool:
    return len(point) == 32


@lru_cache(maxsize=REMEMBERED)
def _private(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret)


@lru_cache(maxsize=REMEMBERED)
def _public(point: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(point)
