"""Sealing personal data: AES-256-GCM with versioned keys, and keyed blind indexes.

The keys come from the installation's key ring (`TONGBAN_HOME/keys.json`), newest first.
A sealed text names its key, so keys can be rotated while old rows stay readable.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE: Final = 12


def seal(text: str, *, place: str) -> str:
    """Encrypt `text` for one `place` ("app.Model.field"); it opens nowhere else."""
    key_id, cipher = _newest()
    nonce = os.urandom(NONCE)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Decrypt what `seal` made for the same `place`; raises InvalidTag if anything was changed."""
    key_id, _, body = sealed.partition(".")
    raw = base64.urlsafe_b64decode(body)
    return _ciphers()[key_id].decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """Encrypt a file for one `place`; the key is named in front, up to the first dot."""
    key_id, cipher = _newest()
    nonce = os.urandom(NONCE)
    return key_id.encode() + b"." + nonce + cipher.encrypt(nonce, content, place.encode())


def unseal_bytes(sealed: bytes, *, place: str) -> bytes:
    """Decrypt what `seal_bytes` made for the same `place`; raises InvalidTag if it was changed."""
    key_id, _, raw = sealed.partition(b".")
    return _ciphers()[key_id.decode()].decrypt(raw[:NONCE], raw[NONCE:], place.encode())


def blind(text: str, *, place: str) -> str:
    """A keyed fingerprint (HMAC-SHA-256) that finds equal values and reveals nothing else."""
    key = base64.b64decode(settings.TONGBAN_KEYS["index"])
    return hmac.new(key, f"{place}\0{text}".encode(), hashlib.sha256).hexdigest()


def new_keys() -> dict[str, object]:
    """A fresh key ring for a new installation."""
    fresh = {"id": "k1", "secret": base64.b64encode(os.urandom(32)).decode()}
    return {"seal": [fresh], "index": base64.b64encode(os.urandom(32)).decode()}


@cache
def _ciphers() -> dict[str, AESGCM]:
    ring = settings.TONGBAN_KEYS["seal"]
    return {key["id"]: AESGCM(base64.b64decode(key["secret"])) for key in ring}


def _newest() -> tuple[str, AESGCM]:
    return next(iter(_ciphers().items()))
