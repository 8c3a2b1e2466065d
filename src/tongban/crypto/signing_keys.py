"""Keys made from the key ring: those that sign OpenID's tokens (ES256, a new one every thirty
days), and lasting ones for other uses.

They are derived from the key ring, so all processes have the same ones and none has to be stored,
made in time or handed over. The key before and the key after are published as well: what was
signed just before a change still verifies, and nobody meets a key that they could not have known.
"""

import base64
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from joserfc.jwk import ECKey, KeySet

ALGORITHM: Final = "ES256"
LIVES: Final = timedelta(days=30)
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def lasting_key(name: str) -> ECKey:
    """A P-256 key for one use that stays the same for as long as the key ring's secret does."""
    return _key(master_secret(), name)


def signing_key(*, at: datetime) -> ECKey:
    """The private key of this month; its `kid` names it."""
    return _key(master_secret(), _of_month(at))


def public_keys(*, at: datetime) -> dict[str, Any]:
    """What others need to verify us, as a JWK set: this month's key, the last and the next."""
    keys = [_key(master_secret(), _of_month(at + step * LIVES)) for step in (0, -1, 1)]
    return {"keys": [key.as_dict(private=False) for key in keys]}


def own_keys(*, at: datetime) -> KeySet:
    """The same as a set to verify with what we signed ourselves."""
    return KeySet.import_key_set(public_keys(at=at))  # type: ignore[arg-type]


def _of_month(at: datetime) -> str:
    return f"openid.{int(at.timestamp() // LIVES.total_seconds())}"


def master_secret() -> str:
    """A ring may have a secret of its own for this; changing it changes every key at once."""
    return str(settings.TONGBAN_KEYS.get("openid") or settings.TONGBAN_KEYS["index"])


def derived_key(master: str, purpose: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of a purpose.

    48 derived bytes give a number below the order without a bias (FIPS 186-5, A.2.1).
    """
    derive = HKDF(SHA256(), length=48, salt=None, info=f"tongban.{purpose}".encode())
    number = int.from_bytes(derive.derive(base64.b64decode(master))) % (ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


@lru_cache(maxsize=8)
def _key(master: str, name: str) -> ECKey:
    private = derived_key(master, name)
    key = ECKey(private, private)
    return ECKey.import_key(
        {**key.as_dict(private=True), "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    )
