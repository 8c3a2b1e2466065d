"""Answers that only whoever asked can read: `direct_post.jwt` of OpenID4VP 1.0 (8.3).

JWE in compact form with ECDH-ES and the P-256 key that stands in the request.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM: Final = "ECDH-ES"
CONTENTS: Final = ("A256GCM", "A128GCM")  # the first that both sides know
USUAL: Final = "A128GCM"  # where a request names none


class NoKey(ValueError):
    """There is nothing in this request with which we could encrypt."""


@dataclass(frozen=True)
class Recipient:
    """Whose key it is said to be, and how the content is encrypted."""

    jwk: Mapping[str, str]
    content: str

    @classmethod
    def asked_for(cls, metadata: object) -> Self:
        """What `client_metadata` says; the first key that we can use. Raises NoKey."""
        told = metadata if isinstance(metadata, Mapping) else {}
        known = told.get("encrypted_response_enc_values_supported", [USUAL])
        jwks = told.get("jwks")
        keys = jwks.get("keys") if isinstance(jwks, Mapping) else None
        content = next((each for each in CONTENTS if isinstance(known, list) and each in known), "")
        for key in keys if isinstance(keys, list) else []:
            if content and isinstance(key, Mapping) and _is_fit(key):
                parts = {name: str(key[name]) for name in ("kty", "crv", "x", "y")}
                kid = {"kid": str(key["kid"])} if "kid" in key else {}
                recipient = cls({**parts, **kid}, content)
                recipient.encrypt({})  # a point that is none is found now, not after agreeing
                return recipient
        raise NoKey("no P-256 key for ECDH-ES")

    def encrypt(self, told: Mapping[str, Any]) -> str:
        """Raises NoKey."""
        header = {"alg": ALGORITHM, "enc": self.content}
        header |= {"kid": self.jwk["kid"]} if "kid" in self.jwk else {}
        plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            key = ECKey.import_key({**self.jwk})
            return jwe.encrypt_compact(header, plain, key, algorithms=[ALGORITHM, self.content])
        except (JoseError, ValueError) as error:
            raise NoKey("this is no point of P-256") from error


def _is_fit(key: Mapping[str, Any]) -> bool:
    named = (key.get("kty"), key.get("crv"), key.get("alg", ALGORITHM), key.get("use", "enc"))
    return named == ("EC", "P-256", ALGORITHM, "enc") and {"x", "y"} <= key.keys()
