"""A public key that somebody may use once they are given its name, and not compare before.

The name (a WebAuthn credential id) is long and random. Who keeps only a mark of it and the key
hidden under it learns both when the name is brought, and can join them with nobody's table until
then: marks are different for every holder.
"""

import base64
import binascii
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PLACE: Final = b"tongban.credential"


def mark_of(name: bytes, *, held_by: str) -> str:
    """By what a holder finds the key again when somebody brings its name."""
    return _derived(name, b"mark", held_by, 32).hex()


def hide(key: bytes, *, name: bytes, held_by: str) -> str:
    """The key, for a holder who can read it only together with its name."""
    return base64.b64encode(_cipher(name, held_by).encrypt(key, None)).decode()


def show(hidden: str, *, name: bytes, held_by: str) -> bytes | None:
    """The key again; None when this is not its name."""
    try:
        sealed = base64.b64decode(hidden, validate=True)
        return _cipher(name, held_by).decrypt(sealed, None)
    except (binascii.Error, ValueError, InvalidTag):
        return None


def _cipher(name: bytes, held_by: str) -> AESSIV:
    return AESSIV(_derived(name, b"key", held_by, 64))


def _derived(name: bytes, purpose: bytes, held_by: str, length: int) -> bytes:
    info = PLACE + b"|" + purpose + b"|" + held_by.encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(name)
