"""Applying and following, for other programs on behalf of the person whose token they hold."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from tongban.api.auth import ApiRequest
from tongban.api.parameters import IdempotencyKey, Limit, Offset, named
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Channel
from tongban.cases.rules import Status as CaseStatus
from tongban.catalog.models import in_language
from tongban.catalog.queries import published_service

router = Router(tags=["cases"])


Files = Annotated[list[UUID], Field(min_length=1, max_length=20)]


class ApplyIn(BaseModel):
    """A service by its id in the catalogue, the answers to its form by field, and files.

    `materials` names, for each material of the service, the files that were uploaded for it.
    """

    model_config = ConfigDict(extra="forbid")

    service: str = Field(max_length=64)
    answers: dict[str, Any] = Field(max_length=300)
    materials: dict[str, Files] = Field(default_factory=dict, max_length=100)


class CaseOut(BaseModel):
    """A case in short. `reference` is the number that people use.

    `custodian` is the platform that has the case; empty when it is this one.
    """

    id: UUID
    reference: str
    service: str
    status: CaseStatus
    channel: str
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    custodian: str

    @classmethod
    def facts(cls, case: Case) -> dict[str, Any]:
        return {
            "id": case.public_id,
            "reference": case.reference,
            "service": case.service.code,
            "status": CaseStatus(case.status),
            "channel": case.channel,
            "submitted_at": case.submitted_at,
            "due_on": case.due_on,
            "decided_at": case.decided_at,
            "custodian": case.custodian,
        }


class StepOut(BaseModel):
    """One thing that happened to a case. `platform` is empty for what happened at this one."""

    action: str
    status: CaseStatus
    at: datetime
    note: str
    platform: str


class CaseWithSteps(CaseOut):
    """A case with what was answered, what happened, and what came of it."""

    platform: str
    answers: dict[str, Any]
    decision_reason: str
    rule: str
    rule_explained: str
    certificate: UUID | None
    steps: list[StepOut]


class Cases(BaseModel):
    """One page of cases, latest first."""

    items: list[CaseOut]
    total: int


@router.post("", response={201: CaseOut, 200: CaseOut}, operation_id="apply")
def apply(
    request: ApiRequest, body: ApplyIn, idempotency_key: IdempotencyKey = None
) -> Status[CaseOut]:
    """Create and submit a case in one go. The same Idempotency-Key gives the same case again."""
    at = now()
    service = published_service(body.service)
    if service is None:
        raise Http404
    case = operations.apply(
        service=service,
        answers=body.answers,
        materials=body.materials,
        by=request.auth,
        at=at,
        channel=Channel.API,
        idempotency_key=idempotency_key,
    )
    is_new = case.started_at == at
    return Status(201 if is_new else 200, CaseOut(**CaseOut.facts(case)))


@router.get("", response=Cases, operation_id="my_cases")
def mine(
    request: ApiRequest,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Cases:
    """My own cases, or those of the firm I act for, latest first."""
    found = queries.cases_of(request.auth)
    page = found[offset : offset + limit]
    return Cases(items=[CaseOut(**CaseOut.facts(case)) for case in page], total=found.count())


@router.get("/{ref}", response=CaseWithSteps, operation_id="my_case")
def one(request: ApiRequest, ref: str) -> CaseWithSteps:
    """One case by its number or id, with everything that happened to it."""
    found = queries.cases_of(request.auth).select_related("service", "certificate")
    case = get_object_or_404(found, **named(ref))
    steps, certificate = case.steps.order_by("number"), queries.certificate_from(case)
    return CaseWithSteps(
        **CaseOut.facts(case),
        platform=queries.platform_name(case.custodian),
        answers=case.answers,
        decision_reason=case.decision_reason,
        rule=case.decided_by_rule,
        rule_explained=in_language(case.rule_explained),
        certificate=certificate.public_id if certificate else None,
        steps=[
            StepOut(
                action=s.action,
                status=CaseStatus(s.status),
                at=s.at,
                note=s.note,
                platform=s.node,
            )
            for s in steps
        ],
    )
