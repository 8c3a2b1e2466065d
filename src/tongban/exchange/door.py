"""Who another node is: size, budget, signature, clock, in this order. Then it is let in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongban import __version__
from tongban.core.refusal import Refusal
from tongban.crypto.messages import (
    Asked,
    ClockSkew,
    NotTrusted,
    Signed,
    UnknownKey,
    read_request,
    sign_response,
)
from tongban.exchange import budgets, problems
from tongban.exchange.gate import claimed_key, payer_of
from tongban.federation import operations, queries
from tongban.federation.models import Peer
from tongban.federation.queries.trust import Trust
from tongban.federation.rules.envelopes import JSON
from tongban.federation.rules.timing import MOST_BYTES

DIGITS: Final = 12  # of a length; more than that is no length


@dataclass(frozen=True)
class Caller:
    """A peer that proved who it is, and what it sent."""

    peer: Peer
    signed: Signed
    body: bytes
    at: datetime
    registry: int  # the version by which we believe it


View = Callable[[HttpRequest, Caller], HttpResponse]
Door = Callable[[HttpRequest], HttpResponse]


class Turned(Exception):
    """The request goes no further; this is the answer."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def for_peers(kind: str, *, takes: str) -> Callable[[View], Door]:
    """Only for peers of the registry, within their budget. What they get back is signed."""

    def guard(view: View) -> Door:
        @csrf_exempt
        @require_POST
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            request.META.pop("HTTP_ACCEPT_ENCODING", None)  # what is signed stays as it is
            at = now()
            try:
                caller = _let_in(request, kind, takes, at=at)
            except Turned as turned:
                return turned.answer
            with budgets.one_of_few(caller.peer.name) as there_is_a_place:
                if not there_is_a_place:
                    return problems.later("too_many_at_once", seconds=1)
                return _signed(request, _answer(view, request, caller))

        return guarded

    return guard


def for_strangers(take: Callable[[str], HttpResponse]) -> Door:
    """At the hub, for documents that prove themselves. Many of them are charged to the address."""

    @csrf_exempt
    @require_POST
    @wraps(take)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not queries.is_hub():
            raise Http404
        if wait := budgets.STRANGERS.take(payer_of(request.META, "application")):
            return problems.later("over_budget", seconds=wait)
        try:
            _check_length(request)
            return take(_body(request).decode(errors="replace"))
        except Turned as turned:
            return turned.answer
        except Refusal as refusal:
            return problems.refused(refusal)

    return guarded


def answer(caller: Caller, content: dict[str, Any]) -> HttpResponse:
    """What we say to a peer; what we are comes along."""
    node = {
        "version": __version__,
        "registry": caller.registry,
        "time": now().isoformat(),
    }
    body = json.dumps({**content, "node": node}, ensure_ascii=False)
    return HttpResponse(body, content_type=JSON)


def _check_length(request: HttpRequest) -> None:
    """What says that it is too large, or says it in no number, is not read at all."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS):
        raise Turned(problems.untrusted("bad_length"))
    if int(said) > MOST_BYTES:
        raise Turned(problems.untrusted("too_large"))


def _body(request: HttpRequest) -> bytes:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Turned(problems.untrusted("too_large"))
    return body


def _let_in(request: HttpRequest, kind: str, takes: str, *, at: datetime) -> Caller:
    if not queries.here():
        raise Http404
    _check_length(request)
    try:
        known = queries.trust(at=at)
    except Refusal as refusal:
        raise Turned(problems.refused(refusal)) from refusal
    claim = known.owner_of(claimed_key(request.META))
    payer = payer_of(request.META, claim.name if claim else "")
    _check_budgets(kind, claim, payer)
    body = _body(request)
    try:
        signed = _read(request, body, known, at=at)
    except NotTrusted as error:
        budgets.STRANGERS.take(payer)
        raise Turned(_untrusted(error, claim, at=at)) from error
    peer = known.keys[signed.kid].peer
    if peer.revoked:
        raise Turned(problems.untrusted("revoked"))
    if wait := budgets.budget(kind).take(peer.name):
        raise Turned(problems.later("over_budget", seconds=wait))
    if request.content_type != takes:
        raise Turned(problems.untrusted("wrong_type"))
    return Caller(peer, signed, body, at, known.version)


def _check_budgets(kind: str, claim: Peer | None, payer: str) -> None:
    """Before the dear part. Nothing is charged yet, since nothing is proven yet."""
    waits = [budgets.STRANGERS.wait_of(payer)]
    if claim:
        waits.append(budgets.budget(kind).wait_of(claim.name))
    if wait := max(waits):
        raise Turned(problems.later("over_budget", seconds=wait))


def _read(request: HttpRequest, body: bytes, known: Trust, *, at: datetime) -> Signed:
    return read_request(
        method="POST",
        url=_url(request),
        headers=_headers(request),
        body=body,
        key_for=lambda kid: known.key(kid, at=at),
        at=at,
    )


def _untrusted(error: NotTrusted, claim: Peer | None, *, at: datetime) -> HttpResponse:
    if isinstance(error, UnknownKey):
        return problems.untrusted("key_not_valid_now" if claim else "unknown_node")
    if isinstance(error, ClockSkew):
        by = round(error.by.total_seconds())
        return problems.untrusted("clock_skew", time=at.isoformat(), skew_seconds=by)
    return problems.untrusted(error.code)


def _answer(view: View, request: HttpRequest, caller: Caller) -> HttpResponse:
    try:
        return view(request, caller)
    except Refusal as refusal:
        return problems.refused(refusal)


def _signed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    at = now()
    headers = sign_response(
        status=response.status_code,
        headers={"Content-Type": response["Content-Type"]},
        body=response.content,
        asked=Asked("POST", _url(request), _headers(request)),
        key=operations.signing_key(at=at),
        at=at,
    )
    for name, value in headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _url(request: HttpRequest) -> str:
    """The address that was signed: ours, whatever proxies and the Host header say."""
    return str(settings.TONGBAN_ADDRESS) + request.get_full_path()


def _headers(request: HttpRequest) -> dict[str, str]:
    return dict(request.headers)
