"""Our suites as joserfc hands them around (RFC 7515). Signed documents and tokens stand on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

from joserfc import jws
from joserfc.errors import InvalidKeyTypeError
from joserfc.jwk import ECKey, OKPKey
from joserfc.jws import JWSAlgModel  # type: ignore[attr-defined]  # meant for this, and not listed

from tongban.crypto.keys import GM, INTL, PrivateKey, PublicKey, encoded

MOST: Final = 16 * 2**20  # characters of a payload
P256: Final = "p256"  # no suite of a node: only for wallets that know nothing else
ALGORITHMS: Final = {INTL: "Ed25519", GM: "SM2SM3", P256: "ES256"}  # RFC 9864; SM2SM3 is ours


@dataclass(frozen=True)
class EcKey:
    """A P-256 key as it signs credentials for wallets that know nothing else."""

    key: ECKey
    suite: ClassVar[str] = P256

    @cached_property
    def kid(self) -> str:
        return self.key.thumbprint()

    @property
    def public(self) -> "EcKey":
        return self

    def to_jwk(self) -> dict[str, Any]:
        told = self.key.as_dict(private=False)
        return {name: told[name] for name in ("kty", "crv", "x", "y")}


class Registry(jws.JWSRegistry):
    max_payload_length = MOST


class _Sm2Key(ECKey):
    """A key of the suite `gm` as joserfc hands it around. It exports nothing."""

    def __init__(self, key: PrivateKey | PublicKey) -> None:
        self.ours = key
        super().__init__(None, None)  # type: ignore[arg-type]


class _Sm2Sm3(JWSAlgModel):
    """SM2 with SM3 for joserfc. There is no registered name; `SM2SM3` is ours."""

    name = ALGORITHMS[GM]
    description = "SM2 with SM3 and the usual signer's ID, r‖s"
    key_type = ECKey.key_type

    def check_key(self, key: Any) -> None:
        if not isinstance(key, _Sm2Key):
            raise InvalidKeyTypeError("SM2SM3 wants an SM2 key")

    def sign(self, msg: bytes, key: Any) -> bytes:
        signature: bytes = key.ours.sign(msg)
        return signature

    def verify(self, msg: bytes, sig: bytes, key: Any) -> bool:
        good: bool = key.ours.verify(sig, msg)
        return good


Registry.register(_Sm2Sm3())


def registry_of(suite: str) -> Registry:
    return Registry(algorithms=[ALGORITHMS[suite]])


def key_of(key: PrivateKey | PublicKey | EcKey) -> ECKey | OKPKey:
    if isinstance(key, EcKey):
        return key.key
    if key.suite == GM:
        return _Sm2Key(key)
    if isinstance(key, PublicKey):
        return OKPKey.import_key({**key.to_jwk()})
    jwk: dict[str, str | list[str]] = {**key.public.to_jwk(), "d": encoded(key.secret)}
    return OKPKey.import_key(jwk)
