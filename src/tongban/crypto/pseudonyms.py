"""Names of people that only we can turn back, and different for each who is given one.

Deterministic authenticated encryption (AES-SIV, RFC 5297) of the public id: no table is needed to
read a name again, a made-up one is refused, and two holders cannot tell that theirs are one person's.
"""

import base64
import binascii
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PLACE: Final = b"tongban.pseudonym"
LENGTH: Final = 43  # 32 bytes in base64url


def pseudonym(public_id: UUID, *, to: str) -> str:
    """What we call somebody when we speak to `to`, for ever the same."""
    sealed = _cipher().encrypt(public_id.bytes, [PLACE, to.encode()])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def public_id_of(name: str, *, to: str) -> UUID | None:
    """Whom we mean when we say `name` to `to`; None when we never said it."""
    if len(name) != LENGTH:
        return None
    try:
        sealed = base64.b64decode(f"{name}=", altchars=b"-_", validate=True)
        return UUID(bytes=_cipher().decrypt(sealed, [PLACE, to.encode()]))
    except (binascii.Error, ValueError, InvalidTag):
        return None


def _cipher() -> AESSIV:
    return _cipher_from(str(settings.TONGBAN_KEYS["index"]))


@cache
def _cipher_from(index: str) -> AESSIV:
    """Derived from the key of the fingerprints, so that older homes have it, too."""
    derive = HKDF(algorithm=SHA256(), length=64, salt=None, info=PLACE)
    return AESSIV(derive.derive(base64.b64decode(index)))
