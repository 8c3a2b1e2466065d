"""Appointments: where and when there is a place, and one's own."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from tongban.api.auth import ApiRequest
from tongban.api.parameters import IdempotencyKey, Limit, Offset, Region
from tongban.appointments import operations, queries
from tongban.appointments.models import Slot, Visit
from tongban.appointments.operations import Wish
from tongban.appointments.rules import Status as VisitStatus
from tongban.cases.queries import cases_of
from tongban.catalog.models import Office, Service
from tongban.catalog.queries import (
    office_with_id,
    offices_near,
    published_service,
    region_with_code,
)

router = Router(tags=["appointments"])
offices = Router(tags=["appointments"])
Code = Annotated[str, Query(max_length=64, description="The id of a service in the catalogue")]


class OfficeOut(BaseModel):
    """An office that gives appointments for the service."""

    id: UUID
    name: str
    address: str
    hours: str


class SlotOut(BaseModel):
    """A time that can be booked now."""

    id: UUID
    line: str
    on: date
    starts_at: datetime
    ends_at: datetime
    free: int


class Slots(BaseModel):
    """Every free time of an office for a service, soonest first. A day without one is not here."""

    items: list[SlotOut]
    next_release: datetime | None


class BookIn(BaseModel):
    """A time by its id, the service it is for, and perhaps the case. `visitor` is for firms."""

    model_config = ConfigDict(extra="forbid")

    slot: UUID
    service: str = Field(max_length=64)
    case: UUID | None = None
    visitor: str = Field(default="", max_length=60)


class MoveIn(BaseModel):
    """Another time."""

    model_config = ConfigDict(extra="forbid")

    slot: UUID


class VisitOut(BaseModel):
    """An appointment. `number` is what is called in the hall, `code` opens the door there."""

    id: UUID
    number: str
    code: str
    status: VisitStatus
    service: str
    office: UUID
    on: date
    starts_at: datetime | None
    must_choose_again: bool

    @classmethod
    def of(cls, visit: Visit) -> "VisitOut":
        facts: dict[str, Any] = {
            "id": visit.public_id,
            "number": visit.number,
            "code": visit.code,
            "status": VisitStatus(visit.status),
            "service": visit.service.code if visit.service else "",
            "office": visit.schedule.office.public_id,
            "on": visit.on,
            "starts_at": visit.starts_at,
            "must_choose_again": visit.displaced_at is not None,
        }
        return cls(**facts)


class Visits(BaseModel):
    """One page of appointments, latest first."""

    items: list[VisitOut]
    total: int


@offices.get("", response=list[OfficeOut], operation_id="offices_for", auth=None)
def offices_for(request: ApiRequest, service: Code, region: Region) -> list[OfficeOut]:
    """Offices that give appointments for a service, the nearest to a region first."""
    near = offices_near(region_with_code(region), most=30)
    lines = queries.lines_for(_service(service).code, offices=near)
    found = dict.fromkeys(line.office for line in lines)
    return [
        OfficeOut(id=each.public_id, name=str(each), address=each.address, hours=each.hours)
        for each in found
    ]


@offices.get("/{office}/slots", response=Slots, operation_id="slots", auth=None)
def slots(request: ApiRequest, office: UUID, service: Code) -> Slots:
    """The free times of an office for a service, as its pages show them."""
    at, lines = now(), _lines(office, service)
    items = [
        SlotOut(
            id=time.slot.public_id,
            line=line.name,
            on=time.slot.on,
            starts_at=time.slot.starts_at,
            ends_at=time.slot.ends_at,
            free=time.free,
        )
        for line in lines
        for times in queries.open_days(line, at=at).values()
        for time in times
    ]
    releases = [found for line in lines if (found := queries.next_release(line, at=at))]
    items.sort(key=lambda item: (item.starts_at, item.line))
    return Slots(items=items, next_release=min(releases, default=None))


@router.post("", response={201: VisitOut, 200: VisitOut}, operation_id="book")
def book(
    request: ApiRequest, body: BookIn, idempotency_key: IdempotencyKey = None
) -> Status[VisitOut]:
    """Book a place. The same Idempotency-Key gives the same appointment again."""
    at = now()
    wish = Wish(_slot(body.slot), _service(body.service), _about(request, body.case), body.visitor)
    visit = operations.book(wish=wish, by=request.auth, at=at, idempotency_key=idempotency_key)
    return Status(201 if visit.made_at == at else 200, VisitOut.of(visit))


@router.get("", response=Visits, operation_id="my_appointments")
def mine(request: ApiRequest, limit: Limit = 20, offset: Offset = 0) -> Visits:
    """My own appointments, or those of the firm I act for, latest first."""
    found = queries.visits_of(request.auth)
    page = found[offset : offset + limit]
    return Visits(items=[VisitOut.of(visit) for visit in page], total=found.count())


@router.get("/{visit}", response=VisitOut, operation_id="my_appointment")
def one(request: ApiRequest, visit: UUID) -> VisitOut:
    """One of my appointments."""
    return VisitOut.of(_own(request, visit))


@router.post("/{visit}/move", response=VisitOut, operation_id="move_appointment")
def move(request: ApiRequest, visit: UUID, body: MoveIn) -> VisitOut:
    """Another time; the old place is kept until the new one is had."""
    operations.move(visit=_own(request, visit), slot=_slot(body.slot), by=request.auth, at=now())
    return VisitOut.of(_own(request, visit))


@router.post("/{visit}/cancel", response=VisitOut, operation_id="cancel_appointment")
def cancel(request: ApiRequest, visit: UUID) -> VisitOut:
    """Give the place back; twice is once."""
    operations.cancel(visit=_own(request, visit), by=request.auth, at=now())
    return VisitOut.of(_own(request, visit))


def _own(request: ApiRequest, public_id: UUID) -> Visit:
    return get_object_or_404(queries.visits_of(request.auth), public_id=public_id)


def _slot(public_id: UUID) -> Slot:
    found = queries.slot_with_id(public_id)
    if found is None:
        raise Http404
    return found


def _service(code: str) -> Service:
    found = published_service(code) if code.isascii() else None
    if found is None:
        raise Http404
    return found


def _lines(office: UUID, service: str) -> list[Any]:
    found: Office | None = office_with_id(office)
    if found is None:
        raise Http404
    return queries.lines_for(_service(service).code, offices=[found])


def _about(request: ApiRequest, case: UUID | None) -> str:
    if case is None:
        return ""
    return get_object_or_404(cases_of(request.auth), public_id=case).ref
