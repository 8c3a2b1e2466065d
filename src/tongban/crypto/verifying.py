"""The library's verifier of HTTP message signatures, with our keys, clock and reasons."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    VerifyResult,
)

from tongban.crypto.keys import GM, INTL, PublicKey

FAR: Final = 10**13  # seconds; what a timedelta can hold


class NotTrusted(Exception):
    """A message that nobody we know stands for. `code` never changes."""

    code = "not_trusted"


class NoSignature(NotTrusted):
    """There is no signature for us that can be read."""

    code = "signature_missing"


class UnknownKey(NotTrusted):
    """It names a key that is not (or no longer) known here."""

    code = "signature_key_unknown"


class NotCovered(NotTrusted):
    """It leaves out something that must be signed."""

    code = "signature_incomplete"


class BadSignature(NotTrusted):
    """It does not fit the message."""

    code = "signature_wrong"


class WrongDigest(NotTrusted):
    """The content is not what was signed."""

    code = "content_digest_wrong"


class ClockSkew(NotTrusted):
    """`kid` signed it too long ago or in the future: `by` from our clock, in the past below 0."""

    code = "clock_skew"

    def __init__(self, by: timedelta, kid: str) -> None:
        super().__init__(f"signed {by.total_seconds():+.0f} s from our clock")
        self.by, self.kid = by, kid


class _Algorithm(HTTPSignatureAlgorithm):
    """One of our suites, for the library. It signs nothing: `_sign` asks the key itself."""

    def __init__(self, public_key: PublicKey) -> None:
        self.public_key = public_key

    def verify(self, signature: bytes, message: bytes) -> None:
        if not self.public_key.verify(signature, message):
            raise InvalidSignature("the signature does not fit the message")


class _Ed25519(_Algorithm):
    algorithm_id = "ed25519"


class _Sm2Sm3(_Algorithm):
    algorithm_id = "sm2-sm3"  # not registered; ours, see reference/signatures.md


ALGORITHMS: Final[dict[str, type[_Algorithm]]] = {INTL: _Ed25519, GM: _Sm2Sm3}


class Verifier(HTTPMessageVerifier, HTTPSignatureKeyResolver):
    """One for each message; raises a kind of NotTrusted."""

    def __init__(
        self,
        key_for: Callable[[str], PublicKey | None],
        at: datetime,
        most_skew: timedelta,
        need: set[str],
    ) -> None:
        super().__init__(signature_algorithm=_Ed25519, key_resolver=self)
        self._key_for, self._at, self._most_skew, self._need = key_for, at, most_skew, need
        self._found = False

    def read(self, message: object, tag: str) -> VerifyResult:
        try:
            results = self.verify(message, max_age=None, expect_tag=tag)
        except InvalidSignature as error:
            if not self._found:
                raise NoSignature(f"no signature with the tag {tag}: {error}") from error
            raise BadSignature(str(error)) from error
        if len(results) != 1:
            raise BadSignature(f"{len(results)} signatures with the tag {tag}")
        self._look_at_the_clock(results[0].parameters)
        return results[0]

    def validate_created_and_expires(self, sig_input: Any, max_age: object = None) -> None:  # noqa: ARG002
        """The library asks this first, with what a signature says about itself."""
        self._found = True
        told: dict[str, Any] = sig_input.params
        lacking = sorted({"created", "keyid", *self._need} - told.keys())
        if lacking:
            raise NotCovered(f"the signature does not say {', '.join(lacking)}")
        key = self._key_for(told["keyid"])
        if key is None:
            raise UnknownKey(told["keyid"])
        self._key, self.signature_algorithm = key, ALGORITHMS[key.suite]

    def resolve_public_key(self, key_id: str) -> PublicKey:  # noqa: ARG002
        return self._key

    def _look_at_the_clock(self, told: dict[str, Any]) -> None:
        """Only after the signature, so that nobody else can make a node's clock look wrong."""
        off = self._off(told["created"])
        if abs(off) > self._most_skew:
            raise ClockSkew(off, told["keyid"])
        if "expires" in told and self._off(told["expires"]) < -self._most_skew:
            raise ClockSkew(self._off(told["expires"]), told["keyid"])

    def _off(self, seconds: int) -> timedelta:
        off = seconds - int(self._at.timestamp())
        return timedelta(seconds=max(-FAR, min(FAR, off)))
