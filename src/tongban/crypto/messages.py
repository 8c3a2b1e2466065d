"""Signed HTTP messages between nodes: RFC 9421 signatures over RFC 9530 digests.

A request's signature covers method, target, content and a nonce; a response's covers its status,
its content and the request that it answers. What is refused says why in a `code`, since the
sender may be told. Whether a nonce was seen before is for the caller to know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import http_sf
from http_message_signatures import HTTPMessageSigner, VerifyResult

from tongban.crypto.digests import DIGESTS, has_digest
from tongban.crypto.keys import PrivateKey, PublicKey
from tongban.crypto.verifying import (
    ALGORITHMS,
    BadSignature,
    ClockSkew,
    NoSignature,
    NotCovered,
    NotTrusted,
    UnknownKey,
    Verifier,
    WrongDigest,
)

__all__ = [
    "Asked",
    "BadSignature",
    "ClockSkew",
    "NoSignature",
    "NotCovered",
    "NotTrusted",
    "Signed",
    "UnknownKey",
    "WrongDigest",
    "read_request",
    "read_response",
    "sign_request",
    "sign_response",
]

TAG: Final = "tongban-federation"
LABEL: Final = "tongban"
MOST_SKEW: Final = timedelta(seconds=120)
OURS: Final = {"content-digest", "signature", "signature-input"}
TARGET: Final = '"@target-uri"'
TARGET_IN_PARTS: Final = {'"@authority"', '"@path"', '"@query"'}
ASKED: Final = ('"@method";req', '"@target-uri";req', '"content-digest";req', '"signature";req')


@dataclass(frozen=True)
class Asked:
    """The signed request that a response answers, with the headers as they were sent."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Signed:
    """Who signed a message, and when. A response has no nonce; it is bound to its request."""

    kid: str
    created: datetime
    nonce: str


@dataclass
class _Request:
    method: str
    url: str
    headers: dict[str, str]


@dataclass
class _Response:
    status_code: int
    headers: dict[str, str]
    request: _Request


def sign_request(
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    key: PrivateKey,
    at: datetime,
    nonce: str,
    tag: str = TAG,
) -> dict[str, str]:
    """All headers to send: the given ones, the content's digest and the signature."""
    message = _Request(method.upper(), url, _bare(headers))
    covered = ["@method", "@target-uri", *_content(headers, body)]
    return _sign(message, body=body, covered=covered, key=key, created=at, tag=tag, nonce=nonce)


def sign_response(
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    asked: Asked,
    key: PrivateKey,
    at: datetime,
    tag: str = TAG,
) -> dict[str, str]:
    """All headers to send; the signature also covers the request that is answered.

    Only the answer to a signed request can be signed; another one raises NoSignature.
    """
    if not {name.lower() for name in asked.headers} >= {"content-digest", "signature"}:
        raise NoSignature("the request that is answered is not signed")
    message = _Response(status, _bare(headers), _request(asked))
    covered = ["@status", *_content(headers, body), *ASKED]
    return _sign(message, body=body, covered=covered, key=key, created=at, tag=tag)


def read_request(
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    key_for: Callable[[str], PublicKey | None],
    at: datetime,
    most_skew: timedelta = MOST_SKEW,
    tag: str = TAG,
) -> Signed:
    """Who signed this request; raises what is wrong with it (a kind of NotTrusted)."""
    message = _Request(method.upper(), url, dict(headers))
    result = Verifier(key_for, at, most_skew, need={"nonce"}).read(message, tag)
    whole = (
        TARGET in result.covered_components or result.covered_components.keys() >= TARGET_IN_PARTS
    )
    if not whole:
        raise NotCovered(f"the signature covers neither {TARGET} nor its parts")
    return _signed(result, body, ['"@method"', *map(_quoted, _content(headers, body))])


def read_response(
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    asked: Asked,
    key_for: Callable[[str], PublicKey | None],
    at: datetime,
    most_skew: timedelta = MOST_SKEW,
    tag: str = TAG,
) -> Signed:
    """Who signed this answer to our request; raises what is wrong with it."""
    message = _Response(status, dict(headers), _request(asked))
    result = Verifier(key_for, at, most_skew, need=set()).read(message, tag)
    return _signed(result, body, ['"@status"', *map(_quoted, _content(headers, body)), *ASKED])


def _sign(
    message: _Request | _Response,
    *,
    body: bytes,
    covered: list[str],
    key: PrivateKey,
    created: datetime,
    tag: str,
    nonce: str | None = None,
) -> dict[str, str]:
    signer = HTTPMessageSigner(signature_algorithm=ALGORITHMS[key.suite])
    signer.content_digest_class = DIGESTS[key.suite]
    prepared = signer.prepare(
        message,
        body=body,
        key_id=key.public.kid,
        created=created,
        nonce=nonce,
        label=LABEL,
        tag=tag,
        covered_component_ids=covered,
    )
    made = http_sf.ser({LABEL: key.sign(prepared.signature_base)})
    added = {"Signature-Input": f"{LABEL}={prepared.signature_params}", "Signature": made}
    return {**message.headers, **added}


def _signed(result: VerifyResult, body: bytes, must: list[str]) -> Signed:
    lacking = [part for part in must if part not in result.covered_components]
    if lacking:
        raise NotCovered(f"the signature does not cover {', '.join(lacking)}")
    if not has_digest(result.covered_components['"content-digest"'], body):
        raise WrongDigest("the content is not what its digest says")
    told = result.parameters
    created = datetime.fromtimestamp(int(told["created"]), UTC)
    return Signed(str(told["keyid"]), created, str(told.get("nonce", "")))


def _bare(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in OURS}


def _content(headers: Mapping[str, str], body: bytes) -> list[str]:
    """The headers about the content that a signature covers."""
    typed = body or any(name.lower() == "content-type" for name in headers)
    return ["content-digest", "content-type"] if typed else ["content-digest"]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _request(asked: Asked) -> _Request:
    return _Request(asked.method.upper(), asked.url, dict(asked.headers))
