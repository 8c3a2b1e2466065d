"""Giving a request to another node, and giving it back when it is answered.

One node at a time has it; each hand-over counts the epoch up, so that late news is known as late.
"""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tongban.federation import operations as federation
from tongban.federation.queries import HERE, here, peer_named
from tongban.files import store
from tongban.hotline.models import Photo, Request, RequestStep
from tongban.hotline.operations.moving import By, Move, place, trace
from tongban.hotline.rules import Status
from tongban.identity.queries import subject_for

AT_ONCE = 1024 * 1024  # bytes of photos that go along; the rest is fetched
CHANGED = ("custodian", "epoch", "progress", "desk", "handler")

Said = dict[str, Any]


def send_off(request: Request, to: str, *, by: By, at: datetime, note: str = "") -> None:
    """Give it to the node that answers. From now on nobody here acts on it."""
    request.custodian, request.handler = to, None
    request.epoch += 1
    request.progress += 1
    place(request)
    request.save(update_fields=CHANGED)
    step = Move(Status(request.status), "sent", by, at, note=note, who=_peer(to), stays=True)
    trace(request, step)
    data = report(request) | _whole(request, to=to)
    federation.send("request.dispatched", to=[to], about=request.ref, data=data, at=at)


def give_back(request: Request, *, at: datetime) -> None:
    """It is answered, or cannot be answered here: its origin goes on with it."""
    request.custodian = request.origin
    request.epoch += 1
    request.handler = None
    place(request)
    request.save(update_fields=CHANGED)
    tell_origin(request, at=at)


def tell_origin(request: Request, *, at: datetime) -> None:
    """Promise the newest state to where it was asked, if that is another node."""
    if request.origin == HERE or not here():
        return
    data = report(request)
    federation.send("request.progressed", to=[request.origin], about=request.ref, data=data, at=at)


def tell_those_who_had_it(request: Request, *, at: datetime) -> None:
    """Promise the end of it to the nodes that answered."""
    if not here() or request.custodian != HERE:
        return
    nodes = set(request.steps.exclude(node=HERE).values_list("node", flat=True))
    for name in sorted(nodes):
        data = report(request)
        federation.send("request.progressed", to=[name], about=request.ref, data=data, at=at)


def report(request: Request) -> Said:
    """The state of a request for a node that keeps a copy; only what it needs to show it."""
    steps = request.steps.filter(inside=False).select_related("post__office")
    return {
        "request": str(request.public_id),
        "reference": request.reference,
        "epoch": request.epoch,
        "progress": request.progress,
        "custodian": request.custodian or here(),
        "origin": request.origin or here(),
        "status": str(request.status),
        "level": str(request.level),
        "authority": request.authority.code if request.authority else "",
        "bounces": request.bounces,
        "contests": request.contests,
        "answer": request.answer,
        "evidence": request.evidence,
        "solved": request.solved,
        "due_on": request.due_on.isoformat() if request.due_on else None,
        "answered_at": request.answered_at.isoformat() if request.answered_at else None,
        "closed_at": request.closed_at.isoformat() if request.closed_at else None,
        "photos": list(_photos(request.photos.filter(purpose="evidence").order_by("pk"))),
        "steps": [_step(step) for step in steps.order_by("number")],
    }


def _whole(request: Request, *, to: str) -> Said:
    """What the answering node needs besides: the words, the place, and who asked unless secret."""
    asker = None if request.confidential or not request.asker else request.asker
    return {
        "kind": str(request.kind),
        "category": request.category,
        "text": request.text,
        "place": request.place,
        "about": request.about,
        "region": request.region,
        "channel": str(request.channel),
        "urgency": request.urgency,
        "emergency": request.emergency,
        "abusive": request.abusive,
        "confidential": request.confidential,
        "subject": subject_for(asker, to=to) if asker else None,
        "caller": {} if request.confidential else request.caller,
        "opened_at": request.opened_at.isoformat(),
        "asked": list(_photos(request.photos.filter(purpose="asked").order_by("pk"))),
    }


def _photos(photos: Iterable[Photo]) -> Iterable[Said]:
    room = AT_ONCE
    for photo in photos:
        said: Said = {
            "id": str(photo.public_id),
            "kind": photo.kind,
            "size": photo.size,
            "digest": photo.digest,
            "at": photo.at.isoformat(),
        }
        if photo.stored_as and photo.size <= room:
            room -= photo.size
            said["content"] = base64.b64encode(store.read(photo.stored_as)).decode()
        yield said


def _step(step: RequestStep) -> Said:
    """An office, never an official; the asker is only the asker."""
    office = step.post.office.names if step.post else {}
    return {
        "number": step.number,
        "action": step.action,
        "status": str(step.status),
        "node": step.node or here(),
        "note": step.note,
        "who": step.who or office,
        "at": step.at.isoformat(),
    }


def _peer(name: str) -> dict[str, str]:
    peer = peer_named(name)
    return dict(peer.names) if peer else {"zh": name}
