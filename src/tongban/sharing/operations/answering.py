"""At the register: whether a call may be answered, and answering it, in one transaction.

The approval is locked first, so a revocation comes wholly before an answer or after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.federation.queries import HERE
from tongban.identity.models import Person
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown
from tongban.sharing.models import Resource, SharingCall, SharingRequest
from tongban.sharing.operations.refusals import (
    AnsweredBefore,
    ApprovalOver,
    ApprovalRevoked,
    BeyondApproval,
    BudgetUsedUp,
    CaseNotOpen,
    CaseOfAnother,
    NoCase,
    NotApproved,
    OfficeNotAllowed,
    PurposeMismatch,
    RegisterSilent,
    UnknownResource,
    too_much,
)
from tongban.sharing.providers import Unreachable, register
from tongban.sharing.queries import answered_today
from tongban.sharing.rules import Outcome, State, beyond

ASKED: Final = gettext_noop("Asked the register for your application: %(register)s")
ONCE: Final = {"register_answers_a_call_once": AnsweredBefore}


@dataclass(frozen=True)
class Asked:
    """One call, as its asker vouches for it. `person` is whom it is about."""

    id: UUID
    request: UUID
    resource: str
    purpose: str
    fields: list[str]
    case: str
    reference: str
    service: str
    is_open: bool
    applicant: Person
    person: Person
    name: str
    number: str
    by: Person
    under: str
    office: Mapping[str, str]
    desk: str = ""  # code of the office that asks
    post: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""
    region: str = ""
    node: str = HERE
    proof: str = ""


@transaction.atomic
def answer_call(*, asked: Asked, at: datetime) -> tuple[SharingCall, Mapping[str, Any]]:
    """What the register says, written into the log, the trail and the person's own list of looks.

    Refuses with UnknownResource, NoCase, CaseNotOpen, CaseOfAnother, NotApproved, ApprovalOver,
    ApprovalRevoked, OfficeNotAllowed, PurposeMismatch, BeyondApproval, BudgetUsedUp, AnsweredBefore or RegisterSilent.
    """
    resource = Resource.objects.filter(code=asked.resource, node=HERE, withdrawn_at=None).first()
    if resource is None:
        raise UnknownResource
    bound_to_a_case(asked)
    approval = _approved(asked, at=at)
    try:
        found = register().read(resource=resource, name=asked.name, number=asked.number)
    except Unreachable as error:
        raise RegisterSilent from error
    call = _logged(asked, approval, Outcome.NOTHING if found is None else Outcome.FOUND, at=at)
    privacy.record_access(
        person=asked.person,
        by=asked.by,
        under=asked.under,
        office=dict(asked.office),
        about=asked.case,
        fields=asked.fields,
        reason=ASKED,
        at=at,
        shown=Shown(
            post=asked.post,
            authority=asked.authority,
            region=asked.region,
            matter=approval.service_names,
            labels=labels_of(resource, asked.fields) | {"register": resource.names},
            purpose=asked.purpose,
        ),
    )
    audit.record("sharing.answered", subject=call, by=asked.by, under=asked.under, at=at)
    return call, {key: found[key] for key in asked.fields} if found else {}


def labels_of(resource: Resource, keys: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """What the person reads as the names of these fields."""
    return {each["key"]: each["names"] for each in resource.fields if each["key"] in keys}


def bound_to_a_case(asked: Asked) -> None:
    """No case, no data. Refuses with NoCase, CaseNotOpen or CaseOfAnother."""
    if not asked.case.startswith("case/") or not asked.reference:
        raise NoCase
    if not asked.is_open:
        raise CaseNotOpen
    if asked.applicant != asked.person:
        raise CaseOfAnother


def may_ask(approval: SharingRequest, asked: Asked, *, at: datetime) -> None:
    """Whether an approval carries a call. Refuses with what stands in the way."""
    if approval.state == State.REVOKED:
        raise ApprovalRevoked
    if approval.state != State.APPROVED or approval.until is None:
        raise NotApproved
    if approval.until <= at:
        raise ApprovalOver
    if approval.office not in {"", asked.desk}:  # one that names none is for the whole platform
        raise OfficeNotAllowed
    if approval.purpose != asked.purpose or approval.service != asked.service:
        raise PurposeMismatch
    extra = beyond(asked.fields, approval.granted)
    if extra or not asked.fields:
        raise too_much(BeyondApproval, extra)


def _approved(asked: Asked, *, at: datetime) -> SharingRequest:
    """The approval, locked: nobody else counts or takes it back meanwhile."""
    held = (
        SharingRequest.objects.select_for_update()
        .filter(public_id=asked.request, resource=asked.resource, asker=asked.node, node=HERE)
        .first()
    )
    if held is None:
        raise NotApproved
    may_ask(held, asked, at=at)
    if answered_today(held, at=at) >= held.a_day:
        raise BudgetUsedUp
    return held


def _logged(
    asked: Asked, approval: SharingRequest, outcome: Outcome, *, at: datetime
) -> SharingCall:
    with refusing(ONCE):
        return SharingCall.objects.create(
            public_id=asked.id,
            request=approval,
            resource=asked.resource,
            asker=asked.node,
            person=asked.person,
            by=asked.by,
            under=asked.under,
            office=dict(asked.office),
            about=asked.case,
            reference=asked.reference,
            service=asked.service,
            purpose=asked.purpose,
            fields=asked.fields,
            outcome=outcome,
            proof=asked.proof,
            at=at,
            answered_at=at,
        )
