"""Requests of OpenID4VP, signed: JWTs with the certificate of their key in the header (x5c).

We sign with this month's ES256 key. Its certificate is issued by a key of the same ring that never
changes, with Ed25519, which always gives the same signature: all processes have the same one, and
so the same name (`x509_hash:…`), for a month.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError

from tongban.crypto import signing_keys
from tongban.crypto.devices import DeviceKey
from tongban.crypto.keys import decoded, encoded

TYPE: Final = "oauth-authz-req+jwt"
ALGORITHM: Final = signing_keys.ALGORITHM
MOST: Final = 64 * 1024


class NotSignedByThem(ValueError):
    """This is no request that the key of its certificate signed."""


@dataclass(frozen=True)
class Signed:
    """A request whose signature is good. Whose certificate that is, is for the caller to say."""

    claims: Mapping[str, Any]
    client_id: str  # the name that its certificate gives: x509_hash:…
    key: DeviceKey


def own_client_id(*, at: datetime) -> str:
    return _name_of(_leaf(at))


def sign(claims: Mapping[str, Any], *, at: datetime) -> str:
    key, leaf = signing_keys.signing_key(at=at), _leaf(at)
    header = {"alg": ALGORITHM, "typ": TYPE, "x5c": [base64.b64encode(leaf).decode()]}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[ALGORITHM])


def read(text: str) -> Signed:
    """Raises NotSignedByThem."""
    if len(text) > MOST or not text.isascii():
        raise NotSignedByThem("this is no request")
    try:
        head, _, signature = text.rpartition(".")
        header, claims = (json.loads(decoded(part)) for part in head.split("."))
        (leaf, *_chain) = [base64.b64decode(each, validate=True) for each in header["x5c"]]
        public = x509.load_der_x509_certificate(leaf).public_key()
    except (ValueError, KeyError, TypeError, binascii.Error, JoseError, RecursionError) as error:
        raise NotSignedByThem("this is no request with a certificate") from error
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(claims, dict):
        raise NotSignedByThem("a request is signed with ES256")
    if not isinstance(public.curve, ec.SECP256R1) or header.get("alg") != ALGORITHM:
        raise NotSignedByThem("a request is signed with ES256")
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
    key = DeviceKey(point)
    if header.get("typ") != TYPE or not key.verify(_bytes_of(signature), head.encode()):
        raise NotSignedByThem("the key of the certificate did not sign this")
    return Signed(claims, _name_of(leaf), key)


def _bytes_of(signature: str) -> bytes:
    try:
        return decoded(signature)
    except ValueError as error:
        raise NotSignedByThem("this is no signature") from error


def _name_of(leaf: bytes) -> str:
    return f"x509_hash:{encoded(hashlib.sha256(leaf).digest())}"


def _leaf(at: datetime) -> bytes:
    master = str(settings.TONGBAN_KEYS.get("openid") or settings.TONGBAN_KEYS["index"])
    host = urlsplit(str(settings.TONGBAN_ADDRESS)).hostname or "localhost"
    return _made(master, host, int(at.timestamp() // signing_keys.LIVES.total_seconds()))


@lru_cache(maxsize=8)
def _made(master: str, host: str, month: int) -> bytes:
    lives = signing_keys.LIVES
    begins = datetime.fromtimestamp(month * lives.total_seconds(), UTC)
    jwk = signing_keys.signing_key(at=begins + lives / 2).as_dict(private=False)
    key = DeviceKey.from_jwk({name: jwk[name] for name in ("kty", "crv", "x", "y")})
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + key.point)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"presentations of {host}"[:64])])
    builder = x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=public,
        serial_number=month + 1,
        not_valid_before=begins,
        not_valid_after=begins + 2 * lives,
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return builder.sign(_root(master), None).public_bytes(Encoding.DER)


def _root(master: str) -> ed25519.Ed25519PrivateKey:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"tongban.presentations")
    secret = derive.derive(base64.b64decode(master))
    return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
