"""Asking a peer something that is answered at once or not at all."""

import base64
import json
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.federation.models import Peer
from tongban.federation.operations.receiving import use_nonce
from tongban.federation.providers import listeners, wire
from tongban.federation.queries import peer_named, trust
from tongban.federation.rules import Data, Question
from tongban.federation.rules.envelopes import JSON, BadEnvelope, is_flat, read_json

ASK: Final = "/federation/v1/ask"


class PeerAway(Refusal):
    """`why` is the code of what went wrong, for the operator."""

    code = "peer_away"
    message = _("That platform does not answer just now. Please try again in a while.")

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why


class PeerSaidNo(Refusal):
    """The peer understood and refused; `why` is its code."""

    code = "peer_said_no"
    message = _("That platform cannot answer this.")

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why


class UnknownQuestion(Refusal):
    code = "unknown_question"
    message = _("Nobody here answers this question.")


class BadQuestion(Refusal):
    code = "bad_question"
    message = _("A question has a name, what it is about, and data.")


def ask(
    question: str, *, of: str, about: str = "", data: Data | None = None, at: datetime
) -> dict[str, Any]:
    """Ask one peer. Refuses with PeerAway or PeerSaidNo. Never inside a transaction.

    An answer may take three seconds, and a database must not wait for that.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("A question to another node inside a transaction")
    peer = peer_named(of)
    if peer is None:
        raise PeerAway("unknown_peer")
    trust(at=at)
    told = wrapped(peer, question, about=about, data=data or {}, at=at)
    answer: dict[str, Any] = told["answer"]
    return answer


def fetch(question: str, *, of: str, data: Data, size: int, at: datetime) -> bytes | None:
    """A file of a peer, whole: piece by piece, as many as it has bytes (`size`).

    None if the peer is away, refuses, or has no more of it; whoever asked tries again later.
    """
    content = b""
    while len(content) < size:
        try:
            said = ask(question, of=of, data={**data, "offset": len(content)}, at=at)
        except (PeerAway, PeerSaidNo):
            return None
        piece = base64.b64decode(str(said.get("content", "")))
        if not piece:
            return None
        content += piece
    return content


def wrapped(peer: Peer, question: str, *, about: str, data: Data, at: datetime) -> dict[str, Any]:
    """The whole answer: `answer`, and what the peer tells about its `node`."""
    asked = {"question": question, "about": about, "data": data}
    body = json.dumps(asked, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    try:
        got = wire.ask_peer(peer, ASK, body, kind=JSON, at=at, patience=wire.ANSWER)
    except wire.Trouble as trouble:
        raise PeerAway(trouble.code) from trouble
    content = got.content
    if got.status != 200:
        code = content.get("code") if isinstance(content, dict) else None
        raise PeerSaidNo(code if isinstance(code, str) else "")
    if not isinstance(content, dict) or not isinstance(content.get("answer"), dict):
        raise PeerAway("answer_malformed")
    return content


def read_question(body: bytes, *, source: str, at: datetime) -> Question:
    """What a peer asks. Refuses with BadQuestion."""
    try:
        told = read_json(body)
    except BadEnvelope as error:
        raise BadQuestion from error
    if not isinstance(told, dict) or told.keys() != {"question", "about", "data"}:
        raise BadQuestion
    texts = all(
        isinstance(told[part], str) and len(told[part]) <= 80 for part in ("question", "about")
    )
    if not texts or not isinstance(told["data"], dict) or not is_flat(told["data"]):
        raise BadQuestion
    return Question(told["question"], source, told["about"], told["data"], at)


def answer_to(*, source: str, nonce: str, body: bytes, at: datetime) -> dict[str, Any]:
    """What we say to a peer's request. Refuses with Replayed, or as `read_question` and `answer`."""
    use_nonce(source=source, nonce=nonce, at=at)
    return answer(read_question(body, source=source, at=at))


def answer(question: Question) -> dict[str, Any]:
    """What we say to a peer's question.

    Refuses with UnknownQuestion, with BadQuestion, or as the question's function does.
    """
    answerer = listeners.answerer_of(question.name)
    if answerer is None:
        raise UnknownQuestion
    if not listeners.fits(question.name, question.data):
        raise BadQuestion
    return answerer(question)
