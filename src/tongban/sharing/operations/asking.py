"""Asking the owner of a register to be allowed to ask it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post, Service
from tongban.core.constraints import refusing
from tongban.federation import operations as federation
from tongban.federation.queries import HERE
from tongban.identity import operations as identity
from tongban.identity.queries import subject_for
from tongban.sharing.models import Resource, SharingRequest
from tongban.sharing.operations.refusals import (
    AskedAlready,
    BasisNeeded,
    BeyondResource,
    LimitFaulty,
    UnknownResource,
    too_much,
)
from tongban.sharing.rules import MOST_WORDS, Purpose, beyond

REQUESTED: Final = "sharing.requested"
KEEPER: Final = ("sub", "handle", "name")
ONCE: Final = {"sharing_is_asked_for_once_at_a_time": AskedAlready}


@transaction.atomic
def request_sharing(
    *,
    resource: Resource,
    service: Service,
    fields: Sequence[str],
    purpose: str,
    words: Mapping[str, str],
    a_day: int,
    by: Post,
    at: datetime,
) -> SharingRequest:
    """Ask to be allowed; `words` has the legal `basis` and says `why`. The owner hears of it.

    Refuses with UnknownResource, BeyondResource, BasisNeeded, LimitFaulty or AskedAlready.
    """
    basis, why = words.get("basis", "").strip(), words.get("why", "").strip()
    _within(resource, fields, purpose, a_day)
    if not basis or not why:
        raise BasisNeeded
    with refusing(ONCE):
        request = SharingRequest.objects.create(
            resource=resource.code,
            node=resource.node,
            office=by.office.code,
            office_names=by.office.names,
            service=service.code,
            service_names=service.names,
            purpose=purpose,
            basis=basis[:MOST_WORDS],
            why=why[:500],
            fields=[key for key in resource.keys if key in fields],
            a_day=a_day,
            asked_by=by.person,
            asked_at=at,
        )
    audit.record("sharing.requested", subject=request, by=by.person, under=by.ref, at=at)
    if resource.node != HERE:
        _tell(request, by, at=at)
    return request


@transaction.atomic
def take_request(*, told: Mapping[str, Any], source: str, at: datetime) -> None:
    """At the owner: an authority elsewhere asks. Twice the same changes nothing.

    Refuses with UnknownResource, BeyondResource, LimitFaulty or AskedAlready.
    """
    public_id = UUID(str(told["id"]))
    if SharingRequest.objects.filter(public_id=public_id).exists():
        return
    resource = Resource.objects.filter(code=told["resource"], node=HERE).first()
    if resource is None:
        raise UnknownResource
    _within(resource, told["fields"], str(told["purpose"]), int(told["a_day"]))
    person = identity.person_from(subject=told["by"], source=source, at=at)
    facts = {key: told[key] for key in ("office", "office_names", "service", "service_names")}
    facts |= {key: told[key] for key in ("purpose", "basis", "why", "fields", "a_day")}
    with refusing(ONCE):
        request = SharingRequest.objects.create(
            public_id=public_id,
            resource=resource.code,
            asker=source,
            asked_by=person,
            asked_at=at,
            **facts,
        )
    audit.record("sharing.requested", subject=request, by=person, at=at)


def _within(resource: Resource, fields: Sequence[str], purpose: str, a_day: int) -> None:
    if resource.withdrawn_at is not None:
        raise UnknownResource
    extra = beyond(fields, resource.keys)
    if extra or not fields:
        raise too_much(BeyondResource, extra)
    if purpose not in resource.purposes or purpose not in Purpose:
        raise BeyondResource(faults={"purpose": purpose})
    if not 0 < a_day <= resource.a_day:
        raise LimitFaulty


def _tell(request: SharingRequest, by: Post, *, at: datetime) -> None:
    keeper = subject_for(by.person, to=request.node)
    plain = ("resource", "office", "office_names", "service", "service_names")
    data = {key: getattr(request, key) for key in plain}
    data |= {key: getattr(request, key) for key in ("purpose", "basis", "why", "fields", "a_day")}
    data |= {"id": str(request.public_id), "by": {key: keeper[key] for key in KEEPER}}
    federation.send(REQUESTED, to=[request.node], about=request.ref, data=data, at=at)
