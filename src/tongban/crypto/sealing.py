"""Sealing something for one other node: only it can open what a third node carries.

JWE in compact form (RFC 7516): ECDH-ES with X25519 (RFC 8037) and A256GCM. Sealing hides, it
does not vouch: anybody can seal for anybody. What must prove where it is from is a signed
document inside.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from tongban.crypto.keys import BadKey, decoded, encoded

ALGORITHM: Final = "ECDH-ES"
CONTENT: Final = "A256GCM"
MOST: Final = 2**16  # characters of a sealed text
LETTER: Final = "x25519:"


class NotForUs(ValueError):
    """None of these keys opens this text, or it is no sealed text at all."""


@dataclass(frozen=True)
class SealingKey:
    """What a node opens sealed texts with. It does not show itself in logs."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise BadKey("a sealing key has 32 bytes")

    @cached_property
    def kid(self) -> str:
        return self._jose.thumbprint()

    @cached_property
    def public_jwk(self) -> dict[str, str]:
        """What others seal with; it goes into the registry."""
        point = X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        return {"kty": "OKP", "crv": "X25519", "x": encoded(point)}

    def to_text(self) -> str:
        """For `keys.json` and nowhere else."""
        return LETTER + encoded(self.secret)

    @classmethod
    def from_text(cls, text: str) -> Self:
        if not text.startswith(LETTER):
            raise BadKey("this is no sealing key")
        return cls(decoded(text.removeprefix(LETTER)))

    @cached_property
    def _jose(self) -> OKPKey:
        return OKPKey.import_key({**self.public_jwk, "d": encoded(self.secret)})


def generate_sealing_key() -> SealingKey:
    return SealingKey(X25519PrivateKey.generate().private_bytes_raw())


def seal_for(recipient_jwk: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Text that only the holder of this key can open; raises BadKey if it is no X25519 key."""
    key = _recipient(recipient_jwk)
    plain = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    header = {"alg": ALGORITHM, "enc": CONTENT, "kid": key.thumbprint()}
    try:
        return jwe.encrypt_compact(header, plain.encode(), key, algorithms=[ALGORITHM, CONTENT])
    except ValueError as error:  # a point of small order: everybody knows the shared secret
        raise BadKey("nothing can be sealed with this key") from error


def unseal(text: str, *private: SealingKey) -> dict[str, Any]:
    """What was sealed for one of these keys, the present one or a former one; raises NotForUs."""
    if len(text) > MOST or not text.isascii():
        raise NotForUs("This is no sealed text.")
    ours = {key.kid: key for key in private}
    try:
        header = json.loads(decoded(text.partition(".")[0]))
        key = ours[header["kid"]]
        opened = jwe.decrypt_compact(text, key._jose, algorithms=[ALGORITHM, CONTENT])
        content = json.loads(opened.plaintext or b"")
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotForUs("None of our keys opens this text.") from error
    if not isinstance(content, dict):
        raise NotForUs("What was sealed is no JSON object.")
    return content


def _recipient(jwk: Mapping[str, Any]) -> OKPKey:
    """The key, from its public members alone."""
    point = decoded(jwk.get("x"))
    if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "X25519") or len(point) != 32:
        raise BadKey("sealing wants an X25519 key")
    return OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": encoded(point)})
