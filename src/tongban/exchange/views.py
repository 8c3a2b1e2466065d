"""What other nodes send and ask."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.exchange.budgets import EVENTS, QUESTIONS
from tongban.exchange.door import Caller, answer, for_peers, for_strangers
from tongban.federation import operations, queries
from tongban.federation.rules.envelopes import BATCH, JSON


@for_peers(EVENTS, takes=BATCH)
def inbox(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Events of a peer: stored, then acknowledged. The worker applies them."""
    receipt = operations.receive(
        source=caller.peer.name,
        nonce=caller.signed.nonce,
        events=operations.read_events(caller.body),
        at=caller.at,
    )
    return answer(
        caller,
        {
            "accepted": [str(event) for event in receipt.accepted],
            "refused": [
                {"id": str(event), "code": code} for event, code in receipt.refused.items()
            ],
        },
    )


@for_peers(QUESTIONS, takes=JSON)
def ask(request: HttpRequest, caller: Caller) -> HttpResponse:
    """A question of a peer, answered at once."""
    told = operations.answer_to(
        source=caller.peer.name, nonce=caller.signed.nonce, body=caller.body, at=caller.at
    )
    return answer(caller, {"answer": told})


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """The registry that we hold, as the hub signed it. It proves itself, so anyone may copy it."""
    held = queries.registry() if queries.here() else None
    if held is None:
        raise Http404
    tag = f'"{held.digest}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(held.document, content_type=JSON)
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=10"
    return response


@for_strangers
def join(application: str) -> HttpResponse:
    """At the hub: a node that wants to join. Two operators will look at it."""
    operations.apply_to_join(application=application, at=now())
    return HttpResponse("{}", status=202, content_type=JSON)


@for_strangers
def keys(application: str) -> HttpResponse:
    """At the hub: a member that changes its key, signed with the old one and the new one."""
    operations.change_keys(application=application, at=now())
    return HttpResponse("{}", content_type=JSON)
