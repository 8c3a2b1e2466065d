"""Applying and following, for other programs on behalf of the person whose token they hold."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Header, Query, Router, Schema

from tongban.api.auth import ApiRequest
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Channel, Status
from tongban.catalog.queries import published_services

router = Router(tags=["cases"])


class ApplyIn(Schema):
    service: str
    answers: dict[str, Any]


class CaseOut(Schema):
    id: UUID
    reference: str
    service: str
    status: Status
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None

    @classmethod
    def of(cls, case: Case) -> "CaseOut":
        return cls(
            id=case.public_id,
            reference=case.reference,
            service=case.service.code,
            status=Status(case.status),
            submitted_at=case.submitted_at,
            due_on=case.due_on,
            decided_at=case.decided_at,
        )


class StepOut(Schema):
    action: str
    status: Status
    at: datetime


class CaseWithSteps(CaseOut):
    answers: dict[str, Any]
    decision_reason: str
    certificate: UUID | None
    steps: list[StepOut]


class Cases(Schema):
    items: list[CaseOut]
    total: int


@router.post("", response={201: CaseOut})
def apply(
    request: ApiRequest,
    body: ApplyIn,
    idempotency_key: str | None = Header(None, max_length=80),
) -> tuple[int, CaseOut]:
    """Create and submit a case in one go. The same Idempotency-Key gives the same case again."""
    service = get_object_or_404(published_services().filter(online=True), code=body.service)
    case = operations.apply(
        service=service,
        answers=body.answers,
        by=request.auth,
        at=now(),
        channel=Channel.API,
        idempotency_key=idempotency_key,
    )
    return 201, CaseOut.of(case)


@router.get("", response=Cases)
def mine(
    request: ApiRequest,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=10_000),
) -> Cases:
    """My own cases, or those of the firm I act for, latest first."""
    found = queries.cases_of(request.auth)
    page = found[offset : offset + limit]
    return Cases(items=[CaseOut.of(case) for case in page], total=found.count())


@router.get("/{ref}", response=CaseWithSteps)
def one(request: ApiRequest, ref: str) -> CaseWithSteps:
    """One case by its number or id, with everything that happened to it."""
    found = queries.cases_of(request.auth).select_related("certificate")
    case = get_object_or_404(found, **_named(ref))
    return CaseWithSteps(
        **CaseOut.of(case).dict(),
        answers=case.answers,
        decision_reason=case.decision_reason,
        certificate=case.certificate.public_id if case.certificate else None,
        steps=[StepOut.from_orm(step) for step in case.steps.order_by("at", "pk")],
    )


def _named(ref: str) -> dict[str, object]:
    try:
        return {"public_id": UUID(ref)}
    except ValueError:
        return {"reference": ref}
