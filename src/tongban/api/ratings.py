"""Saying how it went, once per finished case."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema

from tongban.api.auth import ApiRequest
from tongban.cases import operations as cases
from tongban.cases.queries import cases_of
from tongban.ratings.models import Rating

router = Router(tags=["ratings"])


class RateIn(Schema):
    case: UUID
    level: int = Field(ge=1, le=5)
    norms: list[str] = Field(default_factory=list, max_length=8)
    comment: str = Field("", max_length=500)


class RatingOut(Schema):
    id: UUID
    case: UUID
    level: int
    norms: list[str]
    rated_at: datetime


@router.post("", response={201: RatingOut})
def rate(request: ApiRequest, body: RateIn) -> tuple[int, RatingOut]:
    """Rate a finished case of mine. It can be done once."""
    case = get_object_or_404(cases_of(request.auth), public_id=body.case)
    rating: Rating = cases.rate(
        case=case,
        level=body.level,
        norms=body.norms,
        comment=body.comment,
        channel="api",
        by=request.auth,
        at=now(),
    )
    return 201, RatingOut(
        id=rating.public_id,
        case=case.public_id,
        level=rating.level,
        norms=rating.norms,
        rated_at=rating.rated_at,
    )
