"""Requests to authorities: what a text is about, asking, and following."""

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from tongban.api.auth import ApiRequest
from tongban.api.parameters import IdempotencyKey, Limit, Offset, named
from tongban.hotline import operations, queries
from tongban.hotline.models import Request
from tongban.hotline.operations.refusals import UnfitPhoto
from tongban.hotline.rules import Channel
from tongban.hotline.rules.contents import LONGEST, Asked

router = Router(tags=["hotline"])


class TextIn(BaseModel):
    """What somebody writes, in their own words."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST)


class AlternativeOut(BaseModel):
    """Another authority that may be responsible, and why."""

    department_code: str
    name: str
    confidence: float
    reasons: list[str]


class SuggestionOut(BaseModel):
    """What the program makes of a text; people decide.

    `category` is one of 咨询, 求助, 投诉, 举报, 建议, 表扬; `topic` has six digits. `confidence` is
    that of the authority. `emergency` is a number to call at once, or empty.
    """

    category: str
    kind: str
    category_confidence: float
    topic: str
    department_code: str
    department_name: str
    confidence: float
    reasons: list[str]
    alternatives: list[AlternativeOut]
    urgency: str
    emergency: str


class PlaceIn(BaseModel):
    """Where it is: in words, by coordinates (WGS 84), or both."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(default="", max_length=200)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)


class RequestIn(BaseModel):
    """A request. Without `authority` the hotline dispatches it. `photos` are base64, at most 9."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=16)
    text: str = Field(min_length=1, max_length=LONGEST)
    authority: str = Field(default="", max_length=32)
    about: str = Field(default="", max_length=80)
    region: str = Field(default="", max_length=12)
    place: PlaceIn = PlaceIn()
    confidential: bool = False
    may_publish: bool = False
    photos: list[Annotated[str, Field(max_length=14_000_000)]] = Field(
        default_factory=list, max_length=50
    )


class RequestOut(BaseModel):
    """A request in short. `reference` is the number that people use."""

    id: UUID
    reference: str
    kind: str
    topic: str
    status: str
    level: str
    authority: str
    region: str
    channel: str
    opened_at: datetime
    due_on: date | None
    answered_at: datetime | None
    closed_at: datetime | None
    emergency: str
    custodian: str

    @classmethod
    def facts(cls, request: Request) -> dict[str, Any]:
        plain = ("reference", "kind", "status", "level", "region", "channel", "opened_at")
        more = ("due_on", "answered_at", "closed_at", "emergency", "custodian")
        return {
            "id": request.public_id,
            "topic": request.category,
            "authority": request.authority.code if request.authority else "",
            **{name: getattr(request, name) for name in (*plain, *more)},
        }


class RequestStepOut(BaseModel):
    """One thing that happened to a request. `platform` is empty for what happened here."""

    action: str
    status: str
    at: datetime
    note: str
    platform: str


class RequestWithSteps(RequestOut):
    """A request with its words, its answer, and what happened."""

    text: str
    answer: str
    evidence: str
    bounces: int
    contests: int
    steps: list[RequestStepOut]


class Requests(BaseModel):
    """One page of requests, latest first."""

    items: list[RequestOut]
    total: int


@router.post("/suggest", auth=None, response=SuggestionOut, operation_id="suggest_request")
def suggest(request: HttpRequest, body: TextIn) -> SuggestionOut:
    """What a text is about and whose business it is, with reasons. Nothing of it is kept."""
    made = queries.suggest(body.text)
    best = made.best
    return SuggestionOut(
        category=made.category,
        kind=made.kind,
        category_confidence=made.kind_confidence,
        topic=made.topic,
        department_code=best.code if best else "",
        department_name=str(best) if best else "",
        confidence=best.confidence if best else 0.0,
        reasons=list(best.because) if best else [],
        alternatives=[
            AlternativeOut(
                department_code=option.code,
                name=str(option),
                confidence=option.confidence,
                reasons=list(option.because),
            )
            for option in made.options[1:]
        ],
        urgency=made.urgency,
        emergency=made.emergency,
    )


@router.post("/requests", response={201: RequestOut, 200: RequestOut}, operation_id="ask")
def ask(
    request: ApiRequest, body: RequestIn, idempotency_key: IdempotencyKey = None
) -> Status[RequestOut]:
    """Ask something of an authority. The same Idempotency-Key gives the same request again."""
    at = now()
    said = Asked(
        kind=body.kind,
        text=body.text,
        authority=body.authority,
        about=body.about,
        region=body.region,
        channel=Channel.API,
        place=body.place.model_dump(),
        confidential=body.confidential,
        may_publish=body.may_publish,
        photos=_photos(body.photos),
    )
    asked = operations.ask(
        said=said, by=request.auth.person, at=at, idempotency_key=idempotency_key
    )
    new = asked.opened_at == at
    return Status(201 if new else 200, RequestOut(**RequestOut.facts(asked)))


def _photos(sent: list[str]) -> list[bytes]:
    try:
        return [base64.b64decode(each, validate=True) for each in sent]
    except (binascii.Error, ValueError) as error:
        raise UnfitPhoto from error


@router.get("/requests", response=Requests, operation_id="my_requests")
def mine(request: ApiRequest, limit: Limit = 20, offset: Offset = 0) -> Requests:
    """My own requests, latest first."""
    found = queries.requests_of(request.auth.person)
    shown = found[offset : offset + limit]
    items = [RequestOut(**RequestOut.facts(each)) for each in shown]
    return Requests(items=items, total=found.count())


@router.get("/requests/{ref}", response=RequestWithSteps, operation_id="my_request")
def one(request: ApiRequest, ref: str) -> RequestWithSteps:
    """One request by its number or id, with everything that happened to it."""
    found = get_object_or_404(queries.requests_of(request.auth.person), **named(ref))
    return RequestWithSteps(
        **RequestOut.facts(found),
        text=found.text,
        answer=found.answer,
        evidence=found.evidence,
        bounces=found.bounces,
        contests=found.contests,
        steps=[
            RequestStepOut(
                action=step.action,
                status=step.status,
                at=step.at,
                note=step.note,
                platform=step.node,
            )
            for step in queries.steps_of(found)
        ],
    )
