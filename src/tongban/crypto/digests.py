"""Content-Digest (RFC 9530): SHA-256 for `intl`, SM3 for `gm`; either is understood.

`sm3` is not in the register of hash algorithms; it is ours, see reference/signatures.md.
"""

import hashlib
from typing import Any, ClassVar, Final

from http_message_signatures import ContentDigest, InvalidSignature

from tongban.crypto.keys import GM, INTL
from tongban.crypto.sm3 import sm3


class _Sm3:
    """SM3 in the shape of `hashlib`."""

    digest_size = 32

    def __init__(self, content: bytes = b"") -> None:
        self._content = content

    def digest(self) -> bytes:
        return sm3(self._content)


class _Sha256Digest(ContentDigest):
    algorithm = "sha-256"
    _hashers: ClassVar[dict[str, Any]] = {
        "sha-256": hashlib.sha256,
        "sha-512": hashlib.sha512,
        "sm3": _Sm3,
    }


class _Sm3Digest(_Sha256Digest):
    algorithm = "sm3"


DIGESTS: Final[dict[str, type[ContentDigest]]] = {INTL: _Sha256Digest, GM: _Sm3Digest}


def has_digest(value: str, content: bytes) -> bool:
    """Whether every digest in the header is one we understand and fits this content."""
    try:
        _Sha256Digest.verify(value, content)
    except InvalidSignature:
        return False
    return True
