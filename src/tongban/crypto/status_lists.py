"""Which tokens were taken back: Token Status List (IETF OAuth), one bit for each, as a signed JWT.

A list says nothing about whom its bits are: whoever checks fetches the whole list and looks
alone. `version` counts up, so that an older list cannot be put in place of a newer one.
"""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError

from tongban.crypto import jose
from tongban.crypto.keys import BadKey, PrivateKey, PublicKey, decoded, encoded

TYPE: Final = "statuslist+jwt"
BITS: Final = 1
MOST_ENTRIES: Final = 2**24
MOST_TEXT: Final = 4 * 2**20
LEVEL: Final = 9  # of ZLIB, as the specification recommends


class NoStatusList(ValueError):
    """This is no list that we may believe. `code` is `malformed`, `unknown_key`, `bad_signature`
    or `rolled_back`."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


@dataclass(frozen=True)
class StatusList:
    """A list that was believed when it was read."""

    subject: str  # its address
    version: int
    issued_at: datetime
    expires_at: datetime
    bits: bytes

    def is_revoked(self, index: int) -> bool:
        """Whether the token with this index was taken back. Outside of the list: yes."""
        if not 0 <= index < 8 * len(self.bits):
            return True
        return bool(self.bits[index >> 3] >> (index & 7) & 1)

    def age(self, *, at: datetime) -> timedelta:
        return at - self.issued_at


def packed(size: int, revoked: Iterable[int]) -> str:
    """`lst`: the bits of a list of this size, compressed."""
    bits = bytearray((size + 7) // 8)
    for index in revoked:
        bits[index >> 3] |= 1 << (index & 7)
    return encoded(zlib.compress(bits, LEVEL))


def sign(
    *,
    subject: str,
    version: int,
    size: int,
    revoked: Iterable[int],
    key: PrivateKey,
    at: datetime,
    lives: timedelta,
    fresh: timedelta,
) -> str:
    """The list as a JWT. It counts for `lives`; a new one may be asked for after `fresh`."""
    claims = {
        "sub": subject,
        "iat": int(at.timestamp()),
        "exp": int((at + lives).timestamp()),
        "ttl": int(fresh.total_seconds()),
        "version": version,
        "status_list": {"bits": BITS, "lst": packed(size, revoked)},
    }
    header = {"alg": jose.ALGORITHMS[key.suite], "kid": key.public.kid, "typ": TYPE}
    payload = json.dumps(claims, separators=(",", ":")).encode()
    return jws.serialize_compact(
        header, payload, jose.key_of(key), registry=jose.registry_of(key.suite)
    )


def read(text: str, *, keys: Iterable[PublicKey], subject: str = "", newest: int = 0) -> StatusList:
    """The list, if one of these keys signed it and it is not older than version `newest`.

    Raises NoStatusList. Whether it has expired is for the caller to say, who knows the time.
    """
    if len(text) > MOST_TEXT or not text.isascii():
        raise NoStatusList("malformed", "This is no status list.")
    try:
        header = json.loads(decoded(text.partition(".")[0]))
        kid = str(header["kid"])
    except (BadKey, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoStatusList("malformed", "This is no status list.") from error
    key = next((key for key in keys if key.kid == kid), None)
    if key is None:
        raise NoStatusList("unknown_key", "No key that we know signed this list.")
    if header != {"alg": jose.ALGORITHMS[key.suite], "kid": kid, "typ": TYPE}:
        raise NoStatusList("malformed", "A header says alg, kid and typ.")
    found = _claims(text, key)
    if subject and found.subject != subject:
        raise NoStatusList("malformed", "This is another list.")
    if found.version < newest:
        raise NoStatusList("rolled_back", "We have seen a newer list than this one.")
    return found


def _claims(text: str, key: PublicKey) -> StatusList:
    try:
        opened = jws.deserialize_compact(
            text, jose.key_of(key), registry=jose.registry_of(key.suite)
        )
    except (JoseError, ValueError) as error:
        raise NoStatusList("bad_signature", "This list was changed after signing.") from error
    try:
        claims = json.loads(opened.payload)
        told = claims["status_list"]
        if told["bits"] != BITS:
            raise NoStatusList("malformed", "A list of ours has one bit for each token.")
        return StatusList(
            subject=str(claims["sub"]),
            version=int(claims["version"]),
            issued_at=_moment(claims["iat"]),
            expires_at=_moment(claims["exp"]),
            bits=_unpacked(told["lst"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, zlib.error) as error:
        if isinstance(error, NoStatusList):
            raise
        raise NoStatusList("malformed", "This is no status list of ours.") from error


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds)).astimezone()


def _unpacked(text: Any) -> bytes:
    """The bits; never more than a list may have, whatever it claims to unpack to."""
    unpacking = zlib.decompressobj()
    bits = unpacking.decompress(decoded(text), MOST_ENTRIES // 8 + 1)
    if len(bits) > MOST_ENTRIES // 8 or not unpacking.eof:
        raise NoStatusList("malformed", "A list has at most 16 million entries.")
    return bits
