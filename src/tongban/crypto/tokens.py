"""Signed claims in few bytes: CWT (RFC 8392) in COSE_Sign1 (RFC 9052), without the tag.

CBOR is read by fido2's reader: integers, bytes, text, lists, maps; no tags, no floats, nothing
without a length. Whoever verifies takes the algorithm from the key, and the token must agree.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fido2 import cbor

from tongban.crypto.keys import GM, INTL

ALG, KID = 1, 4  # header labels
AUD, EXP, IAT, CTI, CNF = 3, 4, 6, 7, 8  # claims of RFC 8392 and RFC 8747
ED25519: Final = -19  # RFC 9864
SM2SM3: Final = -65537  # private use; ours, see reference/codes.md
ES256: Final = -7
ALGORITHMS: Final = {INTL: ED25519, GM: SM2SM3}
_UNREADABLE: Final = (ValueError, IndexError, KeyError, TypeError, OverflowError, struct.error)
_BEGINS: Final = b"\x84" + cbor.encode("Signature1")
_NOTHING: Final = cbor.encode(b"")
Sign = Callable[[bytes], bytes]
Claims = dict[Any, Any]


class NoToken(ValueError):
    """These bytes are no token of ours."""


def signed(claims: Mapping[Any, Any], *, alg: int, sign: Sign, kid: bytes = b"") -> bytes:
    """The token of these claims."""
    protected = cbor.encode({ALG: alg, KID: kid} if kid else {ALG: alg})
    payload = cbor.encode(dict(claims))
    signature = sign(to_be_signed(protected, payload))
    return _joined(protected, payload, signature)


def writer(
    pattern: Claims, *, marks: Sequence[Any], alg: int, sign: Sign, kid: bytes
) -> Callable[[Sequence[Any]], bytes]:
    """How to write many tokens that differ from a pattern only where its marks stand."""
    protected, rest = cbor.encode({ALG: alg, KID: kid}), cbor.encode(pattern)
    found = sorted((rest.index(cbor.encode(mark)), number) for number, mark in enumerate(marks))
    pieces = []
    for place, number in reversed(found):
        end = place + len(cbor.encode(marks[number]))
        pieces.append((number, rest[end:]))
        rest = rest[:place]
    pieces.reverse()

    def write(values: Sequence[Any]) -> bytes:
        payload = rest + b"".join(cbor.encode(values[n]) + piece for n, piece in pieces)
        return _joined(protected, payload, sign(to_be_signed(protected, payload)))

    return write


class Token:
    """One token, taken apart and not yet believed."""

    __slots__ = ("alg", "claims", "kid", "message", "signature")

    def __init__(self, raw: bytes) -> None:
        """Raises NoToken."""
        parts = read(raw)
        if not isinstance(parts, list) or len(parts) != 4 or parts[1] != {}:
            raise NoToken("not a COSE_Sign1")
        protected, _, payload, signature = parts
        for part in (protected, payload, signature):
            if not isinstance(part, bytes):
                raise NoToken("a part that is not bytes")
        if raw != _joined(protected, payload, signature):
            raise NoToken("written in another way than ours")
        header, claims = read(protected), read(payload)
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise NoToken("a header or claims that are no map")
        if not header.keys() <= {ALG, KID} or ALG not in header:
            raise NoToken("a header with something else in it")
        self.alg, self.kid = header[ALG], header.get(KID, b"")
        if type(self.alg) is not int or not isinstance(self.kid, bytes):
            raise NoToken("a header with something of another kind in it")
        self.claims: Claims = claims
        self.signature = signature
        self.message = to_be_signed(protected, payload)

    def is_signed(self, *, alg: int, verify: Callable[[bytes, bytes], bool]) -> bool:
        """Whether `verify(signature, message)` finds it good, and it names this algorithm."""
        return self.alg == alg and verify(self.signature, self.message)


def _joined(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    """The one way to write a token: the same content never has two texts."""
    parts = cbor.encode(protected), cbor.encode({}), cbor.encode(payload), cbor.encode(signature)
    return b"\x84" + b"".join(parts)


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052, 4.4."""
    return _BEGINS + cbor.encode(protected) + _NOTHING + cbor.encode(payload)


def read(raw: bytes) -> Any:
    """One CBOR value and nothing behind it; raises NoToken."""
    try:
        value, rest = cbor.decode_from(raw)
    except (*_UNREADABLE, RecursionError) as error:
        raise NoToken("no CBOR of ours") from error
    if rest:
        raise NoToken("something behind the end")
    return value
