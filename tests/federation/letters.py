"""Requests as another node would send them."""

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils.timezone import now

from tests.federation.nodes import Node
from tongban.crypto.messages import Asked, Signed, read_response, sign_request
from tongban.federation.rules.envelopes import BATCH, JSON

INBOX, ASK = "/federation/v1/inbox", "/federation/v1/ask"
_nonces = count()


def an_event(source: Node, n: int = 1, *, topic: str = "test.noted", **changes: Any) -> dict:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": source.name,
        "type": topic,
        "subject": f"thing/{n}",
        "time": now().isoformat(),
        "data": {"n": n},
        **changes,
    }


def signed(
    body: bytes,
    *,
    by: Node,
    to: Node,
    path: str = INBOX,
    kind: str = BATCH,
    at: datetime | None = None,
    nonce: str = "",
) -> dict[str, str]:
    return sign_request(
        method="POST",
        url=to.address + path,
        headers={"Content-Type": kind},
        body=body,
        key=by.key,
        at=at or now(),
        nonce=nonce or f"nonce-{next(_nonces):06d}",
    )


def post(
    client: Client, body: bytes, headers: Mapping[str, str], *, path: str = INBOX, **more: Any
) -> Any:
    """Hand a request to the node that we are, as it came over the wire."""
    kind = headers.get("Content-Type", BATCH)
    rest = {name: value for name, value in headers.items() if name != "Content-Type"}
    return client.post(path, body, content_type=kind, headers=rest, **more)


def tell(
    client: Client,
    events: list[dict],
    *,
    by: Node,
    to: Node,
    at: datetime | None = None,
    source: str = "127.0.0.1",
) -> Any:
    body = json.dumps(events).encode()
    return post(client, body, signed(body, by=by, to=to, at=at), REMOTE_ADDR=source)


def ask(client: Client, question: str, data: dict, *, by: Node, to: Node) -> Any:
    body = json.dumps({"question": question, "about": "", "data": data}).encode()
    return post(client, body, signed(body, by=by, to=to, path=ASK, kind=JSON), path=ASK)


def check(answer: Any, *, of: Node, asked: Mapping[str, str], path: str = INBOX) -> Signed:
    """That the node signed this answer, and to this request."""
    return read_response(
        status=answer.status_code,
        headers=dict(answer.headers),
        body=answer.content,
        asked=Asked("POST", of.address + path, asked),
        key_for={of.key.public.kid: of.key.public}.get,
        at=now(),
    )
