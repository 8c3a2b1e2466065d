"""The suite `intl`: Ed25519 (RFC 8032)."""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KTY: Final = "OKP"
CRV: Final = "Ed25519"
COORDINATES: Final = ("x",)
REMEMBERED: Final = 1024
WEAK: Final = frozenset(  # points of small order, under which anybody can sign something
    bytes.fromhex(y)
    for y in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


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
    return len(point) == 32 and point[:31] + bytes([point[31] & 0x7F]) not in WEAK


@lru_cache(maxsize=REMEMBERED)
def _private(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret)


@lru_cache(maxsize=REMEMBERED)
def _public(point: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(point)
