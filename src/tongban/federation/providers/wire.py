"""Speaking HTTP to peers: only to addresses of the registry, signed both ways, never redirected."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import urllib3
from urllib3.exceptions import HTTPError

from tongban.crypto.keys import PublicKey
from tongban.crypto.messages import Asked, NotTrusted, read_response, sign_request
from tongban.federation.models import Peer
from tongban.federation.providers import keyring
from tongban.federation.rules.envelopes import JSON, BadEnvelope, read_json
from tongban.federation.rules.registry import keys_of
from tongban.federation.rules.timing import MOST_BYTES

CONNECT: Final = 3.0
READ: Final = 10.0
ANSWER: Final = 3.0
PROBLEM: Final = "application/problem+json"
LONGEST_WAIT_ASKED: Final = 300.0


class Trouble(Exception):
    """Nothing usable came back. `code` says why, `wait` how long the peer asked us to wait.

    `signed` when the peer itself said so; anybody on the way can say the rest.
    """

    def __init__(
        self,
        code: str,
        *,
        status: int = 0,
        wait: float = 0,
        signed: bool = False,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.wait = code, status, wait
        self.signed, self.told = signed, told or {}

    @property
    def faults_the_batch(self) -> bool:
        """Whether the peer says that what we sent can never be taken as it is."""
        return self.signed and self.status in {400, 413, 422}


@dataclass(frozen=True)
class Got:
    """What came back over the wire, whoever sent it."""

    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(frozen=True)
class Answer:
    """What a peer answered and signed, and what it told about itself along with it."""

    status: int
    content: Any


def ask_peer(
    peer: Peer, path: str, body: bytes, *, kind: str, at: datetime, patience: float = READ
) -> Answer:
    """Post something signed to a peer, and read its signed answer; raises Trouble."""
    url = peer.address + path
    headers = sign_request(
        method="POST",
        url=url,
        headers={"Content-Type": kind, "Accept": JSON},
        body=body,
        key=keyring.signing_key(at=at),
        at=at,
        nonce=secrets.token_urlsafe(18),
    )
    response = _post(url, body, headers, patience=patience)
    keys = {key.kid: key for key in keys_of(peer.keys, at=at)}
    signed = any(name.lower() == "signature" for name in response.headers)
    if not signed:
        raise _problem(response)
    asked = Asked("POST", url, headers)
    _check(response, asked, keys, at=at)
    return Answer(response.status, _content(response))


def fetch(url: str, *, known: str = "") -> str | None:
    """The text at a public address of the hub; None when it is what we know already."""
    headers = {"If-None-Match": known} if known else {}
    response = _request("GET", url, None, headers, patience=READ)
    if response.status == 304:
        return None
    if response.status != 200:
        raise _problem(response)
    return _text(response)


def post_text(url: str, text: str) -> Any:
    """Send the hub a document that proves by itself who wrote it."""
    response = _post(url, text.encode(), {"Content-Type": JSON}, patience=READ)
    if response.status >= 300:
        raise _problem(response)
    return _content(response)


def _post(url: str, body: bytes, headers: Mapping[str, str], *, patience: float) -> Got:
    return _request("POST", url, body, headers, patience=patience)


def _request(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, patience: float
) -> Got:
    try:
        response = _pools().request(
            method,
            url,
            body=body,
            headers=dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=min(CONNECT, patience), read=patience),
        )
        data = response.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            response.close()
            raise Trouble("answer_too_large")
        response.release_conn()
    except HTTPError as error:
        raise Trouble("unreachable") from error
    return Got(response.status, response.headers, data)


@cache
def _pools() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=256, maxsize=8)


def _check(
    response: Got,
    asked: Asked,
    keys: Mapping[str, PublicKey],
    *,
    at: datetime,
) -> None:
    try:
        read_response(
            status=response.status,
            headers=dict(response.headers),
            body=response.data,
            asked=asked,
            key_for=keys.get,
            at=at,
        )
    except NotTrusted as error:
        raise Trouble(f"answer_{error.code}") from error


def _problem(response: Got) -> Trouble:
    """Why it was not taken. Nobody signs this, so it only decides when and how we try again."""
    told: Any = {}
    if response.headers.get("Content-Type", "").startswith(PROBLEM):
        try:
            told = read_json(response.data)
        except BadEnvelope:
            told = {}
    told = told if isinstance(told, dict) else {}
    code = told.get("code")
    code = code if isinstance(code, str) and 0 < len(code) <= 64 else f"status_{response.status}"
    return Trouble(code, status=response.status, wait=_wait(response), told=told)


def _wait(response: Got) -> float:
    asked = response.headers.get("Retry-After", "")
    try:
        return min(LONGEST_WAIT_ASKED, max(0.0, float(asked)))
    except ValueError:
        return 0.0


def _content(response: Got) -> Any:
    try:
        return read_json(response.data)
    except BadEnvelope as error:
        raise Trouble("answer_malformed") from error


def _text(response: Got) -> str:
    try:
        return response.data.decode()
    except ValueError as error:
        raise Trouble("answer_malformed") from error
