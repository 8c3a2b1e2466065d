"""Saying how it went, once per finished case."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from tongban.api.auth import ApiRequest
from tongban.api.parameters import IdempotencyKey, Level, named
from tongban.cases import operations as cases
from tongban.cases.queries import cases_of
from tongban.catalog.models import in_language
from tongban.ratings import queries
from tongban.ratings.models import Rating
from tongban.ratings.rules import How, Opinion

router = Router(tags=["ratings"])
NormCode = Annotated[str, Field(max_length=8)]


class RateIn(BaseModel):
    """A case by its id or number, a level from 1 to 5, and the codes of remarks that fit it."""

    model_config = ConfigDict(extra="forbid")

    case: str = Field(max_length=40)
    level: int = Field(ge=1, le=5)
    norms: list[NormCode] = Field(default_factory=list, max_length=8)
    comment: str = Field("", max_length=500)
    may_call: bool = Field(False, description="Whether I may be called back about a bad rating.")


class RatingOut(BaseModel):
    """What was said about a case."""

    id: UUID
    case: str
    level: int
    norms: list[str]
    comment: str
    rated_at: datetime

    @classmethod
    def facts(cls, rating: Rating) -> dict[str, Any]:
        return {
            "id": rating.public_id,
            "case": rating.about.removeprefix("case/"),
            "level": rating.level,
            "norms": rating.norms,
            "comment": rating.comment,
            "rated_at": rating.rated_at,
        }


class NormOut(BaseModel):
    """A remark that can be chosen with a level."""

    code: str
    level: int
    name: str
    names: dict[str, str]


class Norms(BaseModel):
    """The remarks of one level."""

    items: list[NormOut]


@router.get("/norms", auth=None, response=Norms, operation_id="rating_norms")
def norms(request: HttpRequest, level: Level) -> Norms:
    """The remarks that go with a level. Open to everybody."""
    found = queries.norms(level)
    return Norms(
        items=[
            NormOut(code=n.code, level=n.level, name=in_language(n.names), names=n.names)
            for n in found
        ]
    )


@router.post("", response={201: RatingOut, 200: RatingOut}, operation_id="rate")
def rate(
    request: ApiRequest, body: RateIn, idempotency_key: IdempotencyKey = None
) -> Status[RatingOut]:
    """Rate a decided case of mine. It can be done once; the same key gives the same again."""
    at = now()
    case = get_object_or_404(cases_of(request.auth), **named(body.case))
    rating = cases.rate(
        case=case,
        opinion=Opinion(body.level, body.norms, body.comment, body.may_call),
        how=How("api"),
        by=request.auth,
        at=at,
        idempotency_key=idempotency_key,
    )
    is_new = rating.rated_at == at
    return Status(201 if is_new else 200, RatingOut(**RatingOut.facts(rating)))


@router.get("/{case}", response=RatingOut, operation_id="my_rating")
def one(request: ApiRequest, case: str) -> RatingOut:
    """What I said about a case of mine."""
    mine = get_object_or_404(cases_of(request.auth), **named(case))
    rating = queries.rating_of(request.auth.person, mine.ref)
    if rating is None:
        raise Http404
    return RatingOut(**RatingOut.facts(rating))
