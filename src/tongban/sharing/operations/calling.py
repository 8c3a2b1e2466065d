"""Asking a register about the applicant of an open case: here, or at the node that keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.federation import operations as federation
from tongban.federation.queries import HERE
from tongban.identity.models import Person
from tongban.sharing.models import Resource, SharingCall, SharingRequest
from tongban.sharing.operations.answering import Asked, answer_call, bound_to_a_case, may_ask
from tongban.sharing.operations.proving import QUESTION, question_for
from tongban.sharing.operations.refusals import (
    BY_CODE,
    NoCase,
    NotApproved,
    RegisterSilent,
    UnknownResource,
)
from tongban.sharing.queries import approvals_for
from tongban.sharing.rules import Outcome, value_of


@dataclass(frozen=True)
class Bound:
    """The case that a call is bound to, as whoever has the case vouches for it."""

    ref: str
    reference: str
    service: str
    person: Person
    name: str
    number: str
    is_open: bool
    authority: str = ""  # code of who answers for the service


@dataclass(frozen=True)
class Answer:
    """What a register said: `found` or `nothing`, and no field that was not asked and approved."""

    outcome: str
    fields: Mapping[str, Any]
    call: str  # ref
    at: datetime


def call(
    *,
    resource: str,
    case: Bound | None,
    about: Person,
    purpose: str,
    fields: Sequence[str],
    by: Post,
    at: datetime,
) -> Answer:
    """Ask a register about a person, for an open case of theirs. Never inside a transaction.

    What another node keeps is asked there, after everything here is written: an answer may take
    seconds. Refuses with NoCase, RegisterSilent, or as `answer_call` does, wherever it is decided.
    """
    found = Resource.objects.filter(code=resource, withdrawn_at=None).first()
    if found is None:
        raise UnknownResource
    if case is None:
        raise NoCase
    asked = _asked(case, about, purpose, fields, by, resource)
    bound_to_a_case(asked)
    asked, approval = _under_an_approval(asked, at=at)
    if found.node == HERE:
        done, told = answer_call(asked=asked, at=at)
        return Answer(done.outcome, told, done.ref, at)
    done = _begun(asked, approval, found.node, by, at=at)
    return _asked_elsewhere(done, asked, found, at=at)


def _asked(
    case: Bound, about: Person, purpose: str, fields: Sequence[str], by: Post, resource: str
) -> Asked:
    desk = desk_of(by)
    return Asked(
        id=uuid4(),
        request=uuid4(),  # until an approval is found
        resource=resource,
        purpose=purpose,
        fields=list(fields),
        case=case.ref,
        reference=case.reference,
        service=case.service,
        is_open=case.is_open,
        applicant=case.person,
        person=about,
        name=case.name,
        number=case.number,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        desk=by.office.code,
        post=desk["post"],
        authority=desk["authority"] or case.authority,
        region=desk["region"],
    )


def _under_an_approval(asked: Asked, *, at: datetime) -> tuple[Asked, SharingRequest]:
    """The call under the newest approval that carries it. Refuses as the newest one does."""
    refusals = []
    for approval in approvals_for(asked.resource, asked.service):
        try:
            may_ask(approval, asked, at=at)
        except tuple(BY_CODE.values()) as refusal:
            refusals.append(refusal)
        else:
            return replace(asked, request=approval.public_id), approval
    raise refusals[0] if refusals else NotApproved


@transaction.atomic
def _begun(
    asked: Asked, approval: SharingRequest, node: str, by: Post, *, at: datetime
) -> SharingCall:
    done = SharingCall.objects.create(
        public_id=asked.id,
        request=approval,
        resource=asked.resource,
        node=node,
        person=asked.person,
        by=asked.by,
        under=asked.under,
        office=dict(asked.office),
        about=asked.case,
        reference=asked.reference,
        service=asked.service,
        purpose=asked.purpose,
        fields=asked.fields,
        at=at,
    )
    audit.record("sharing.called", subject=done, by=asked.by, under=by.ref, at=at)
    return done


def _asked_elsewhere(
    done: SharingCall, asked: Asked, resource: Resource, *, at: datetime
) -> Answer:
    data = question_for(asked, to=resource.node, at=at)
    try:
        told = federation.ask(QUESTION, of=resource.node, data=data, at=at)
    except federation.PeerAway as away:
        _ended(done, Outcome.AWAY, away.why or away.code, at=at)
        raise RegisterSilent(away.why) from away
    except federation.PeerSaidNo as no:
        kind = BY_CODE.get(no.why, RegisterSilent)
        outcome = Outcome.AWAY if kind is RegisterSilent else Outcome.REFUSED
        _ended(done, outcome, no.why, at=at)
        raise kind from no
    outcome = Outcome(told["outcome"])
    _ended(done, outcome, "", at=at)
    fields = told["fields"] if isinstance(told.get("fields"), dict) else {}
    kinds = {str(each["key"]): str(each["kind"]) for each in resource.fields}
    said = {key: _plain(kinds[key], fields[key]) for key in asked.fields if key in fields}
    return Answer(outcome, said, done.ref, at)


def _plain(kind: str, value: Any) -> Any:
    return value if isinstance(value, bool) and kind == "yes_no" else value_of(kind, value)[:200]


@transaction.atomic
def _ended(done: SharingCall, outcome: Outcome, why: str, *, at: datetime) -> None:
    done.outcome, done.why = outcome, why[:64]
    if outcome in {Outcome.FOUND, Outcome.NOTHING}:
        done.answered_at = at
    done.save(update_fields=["outcome", "why", "answered_at"])
