"""What the owner of a register decides: who may ask, for what, how often and until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.core.constraints import refusing
from tongban.federation import operations as federation
from tongban.federation.queries import HERE
from tongban.federation.rules import NotYet
from tongban.messages import operations as messages
from tongban.sharing.models import Resource, SharingRequest
from tongban.sharing.operations.refusals import (
    BeyondApproval,
    EndFaulty,
    FourEyes,
    LimitFaulty,
    NotOpen,
    NotTheOwner,
    ReasonMissing,
    too_much,
)
from tongban.sharing.rules import State, beyond

DECIDED: Final = "sharing.decided"
DECIDERS: Final = frozenset({Role.OFFICER, Role.CHIEF})
TWO: Final = {"nobody_approves_what_they_asked_for": FourEyes}
TOLD: Final = ("granted", "a_day", "state", "turn", "reason")


@transaction.atomic
def approve_sharing(
    *,
    request: SharingRequest,
    fields: Sequence[str],
    a_day: int,
    until: datetime,
    by: Post,
    at: datetime,
) -> SharingRequest:
    """Let them ask: for these fields, which may be fewer, so often a day, until that day.

    Refuses with NotTheOwner, FourEyes, NotOpen, BeyondApproval, LimitFaulty or EndFaulty.
    """
    held, resource = _ours(request, by)
    if held.state != State.ASKED:
        raise NotOpen
    extra = beyond(fields, held.fields)
    if extra or not fields:
        raise too_much(BeyondApproval, extra)
    if not 0 < a_day <= resource.a_day:
        raise LimitFaulty
    if not at < until <= at + timedelta(days=resource.days):
        raise EndFaulty
    held.granted = [key for key in held.fields if key in fields]
    held.a_day, held.until = a_day, until
    return _decide(held, State.APPROVED, "", by, at=at)


@transaction.atomic
def refuse_sharing(
    *, request: SharingRequest, reason: str, by: Post, at: datetime
) -> SharingRequest:
    """Say no, and why. Refuses with NotTheOwner, FourEyes, NotOpen or ReasonMissing."""
    held, _resource = _ours(request, by)
    if held.state != State.ASKED:
        raise NotOpen
    return _decide(held, State.REFUSED, _said(reason), by, at=at)


@transaction.atomic
def revoke_sharing(
    *, request: SharingRequest, reason: str, by: Post, at: datetime
) -> SharingRequest:
    """Take an approval back. From this moment no register of ours answers under it.

    Whoever asks next is refused here, whatever they have heard; so no news has to arrive first.
    Refuses with NotTheOwner, NotOpen or ReasonMissing.
    """
    held, _resource = _ours(request, by)
    if held.state != State.APPROVED:
        raise NotOpen
    return _decide(held, State.REVOKED, _said(reason), by, at=at)


@transaction.atomic
def take_decision(*, told: Mapping[str, Any], source: str, at: datetime) -> None:
    """At the node that asked: what the owner decided. Old news changes nothing."""
    found = SharingRequest.objects.select_for_update()
    held = found.filter(public_id=UUID(str(told["id"])), node=source).first()
    if held is None:
        raise NotYet("request_unknown")
    if held.turn >= int(told["turn"]):
        return
    for key in TOLD:
        setattr(held, key, told[key])
    until = told.get("until")
    held.until = datetime.fromisoformat(str(until)) if until else None
    held.decided_at = at
    held.save()
    person = held.asked_by
    if person is not None:
        audit.record("sharing.decision_heard", subject=held, by=person, at=at)
        _tell_the_asker(held, at=at)


def _ours(request: SharingRequest, by: Post) -> tuple[SharingRequest, Resource]:
    """The request, locked: a call that is being answered comes wholly before this, or after."""
    found = SharingRequest.objects.select_for_update().filter(pk=request.pk, node=HERE)
    held = found.first()
    resource = Resource.objects.filter(code=request.resource, node=HERE).first()
    if held is None or resource is None or resource.office != by.office.code:
        raise NotTheOwner
    if by.ended_at or by.role not in DECIDERS:
        raise NotTheOwner
    return held, resource


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:500]


def _decide(
    held: SharingRequest, state: State, reason: str, by: Post, *, at: datetime
) -> SharingRequest:
    if held.asked_by_id == by.person_id and state != State.REVOKED:
        raise FourEyes
    held.state, held.reason, held.decided_at = state, reason, at
    if state != State.REVOKED:
        held.decided_by = by.person
    held.turn += 1
    with refusing(TWO):
        held.save()
    audit.record(f"sharing.{state.value}", subject=held, by=by.person, under=by.ref, at=at)
    if held.asker == HERE:
        _tell_the_asker(held, at=at)
        return held
    data = {key: getattr(held, key) for key in TOLD} | {"id": str(held.public_id)}
    data["until"] = held.until.isoformat() if held.until else None
    federation.send(DECIDED, to=[held.asker], about=held.ref, data=data, at=at)
    return held


def _tell_the_asker(held: SharingRequest, *, at: datetime) -> None:
    if held.asked_by is not None:
        params: dict[str, object] = {"service": held.service_names, "reason": held.reason}
        template = f"sharing/{held.state}"
        messages.queue(template, to=held.asked_by, about=held.ref, at=at, params=params)
