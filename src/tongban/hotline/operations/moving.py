"""Moving a request: its row, its step, its message and its line in the trail, or nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tongban.audit import operations as audit
from tongban.catalog.models import Authority, Office, Post
from tongban.core.statements import add
from tongban.federation.queries import HERE
from tongban.hotline.models import Request, RequestStep
from tongban.hotline.operations.rating import invite
from tongban.hotline.operations.refusals import NotNow
from tongban.hotline.rules import AT_WORK, Status, may_become
from tongban.identity.models import Person
from tongban.messages import operations as messages

By = Person | Post | None


class Clock:
    """The clock, or another platform; no person of ours is behind it."""

    public_id = UUID(int=0)


@dataclass(frozen=True)
class Move:
    """One step of a request. `tell` sends the asker a message; `inside` is for officials only.

    One that `stays` changes no status, and `to` is what it must be.
    """

    to: Status
    action: str
    by: By
    at: datetime
    note: str = ""
    who: Mapping[str, str] = field(default_factory=dict)
    tell: bool = True
    inside: bool = False
    stays: bool = False
    detail: Mapping[str, object] = field(default_factory=dict)


def took(request: Request, move: Move, *changed: str) -> Request:
    """Take the step and save it with these other fields. Refuses with NotNow."""
    now = Status(request.status)
    if not (now == move.to if move.stays else may_become(move.to, now=now)):
        raise NotNow
    request.status = move.to
    place(request)
    request.progress += 1
    request.save(update_fields=["status", "desk", "progress", *changed])
    trace(request, move)
    return request


def place(request: Request) -> None:
    """It lies on the desk of the office exactly while the office has to answer it here."""
    waits = request.status in AT_WORK and request.custodian == HERE
    request.desk_id = request.office_id if waits else None


def trace(request: Request, move: Move) -> RequestStep:
    """Write down what happened, for the asker, the office and the trail."""
    post = move.by if isinstance(move.by, Post) else None
    person = move.by.person if isinstance(move.by, Post) else move.by
    step = RequestStep(
        request=request,
        number=request.progress,
        action=move.action,
        status=request.status,
        by=person,
        post=post,
        note=move.note,
        inside=move.inside,
        who=dict(move.who),
        at=move.at,
    )
    add(step)
    clerk = person if post else None
    invite(request, move.action, node=HERE, clerk=clerk, at=move.at)
    if move.tell and not move.inside:
        tell(request, move)
    audit.record(
        f"hotline.{move.action}",
        subject=request,
        by=person or Clock(),
        under=post.ref if post else "",
        at=move.at,
        detail=dict(move.detail),
    )
    return step


def tell(request: Request, move: Move) -> None:
    """A message to whoever asked, if we know them and they asked here."""
    if request.asker is None or request.origin != HERE:
        return
    said: dict[str, object] = {
        "reference": request.reference,
        "who": names_of(request.authority) or names_of(request.office),
        "due_on": request.due_on.isoformat() if request.due_on else "",
        "note": move.note,
    }
    messages.queue(
        f"hotline/{move.action}", to=request.asker, about=request.ref, at=move.at, params=said
    )


def names_of(thing: Authority | Office | None) -> dict[str, str]:
    return dict(thing.names) if thing else {}
