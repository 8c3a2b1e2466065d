"""Booking: a place held for ten minutes while the form is filled in, then confirmed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.appointments.models import Slot, Visit
from tongban.appointments.operations.placing import (
    FREE,
    FREE_OR_KEPT,
    Claimed,
    claim,
    give_back,
    settle,
)
from tongban.appointments.operations.refusals import (
    AlreadyBooked,
    CounterOnly,
    HoldOver,
    LetGoTooOften,
    NeedsName,
    NotForService,
    NotNowAnyMore,
    NotReleased,
    NotYourTurn,
    PowerTooSmall,
    SlotFull,
    SlotOver,
    VisitGone,
)
from tongban.appointments.queries.standing import counter_only, ended_badly, let_go
from tongban.appointments.queries.waiting import may_choose
from tongban.appointments.rules import Status
from tongban.appointments.rules.states import HOLD
from tongban.audit import operations as audit
from tongban.catalog.models import Service
from tongban.core.constraints import refusing
from tongban.core.references import LETTERS
from tongban.core.refusal import KeyReused, Refusal
from tongban.core.statements import add, together
from tongban.identity.models import Actor
from tongban.identity.queries import covers
from tongban.identity.rules import Level
from tongban.messages import operations as messages

ONCE: Final[Mapping[str, type[Refusal]]] = {
    "place_is_given_to_one": SlotFull,
    "person_has_one_visit_per_service": AlreadyBooked,
    "agent_has_one_visit_per_service": AlreadyBooked,
    "visit_is_booked_once_per_key": AlreadyBooked,
}


@dataclass(frozen=True)
class Wish:
    """What somebody books: a time, for a service, perhaps for a case; and who comes."""

    slot: Slot
    service: Service
    about: str = ""
    visitor: str = ""


def hold(*, wish: Wish, by: Actor, at: datetime) -> Visit:
    """Hold a place for ten minutes. Asked twice, it is held once; another time replaces a held one.

    Refuses with SlotOver, NotReleased, NotForService, NeedsName, PowerTooSmall, CounterOnly,
    LetGoTooOften, NotYourTurn, SlotFull or AlreadyBooked.
    """
    try:
        with refusing(ONCE, savepoint=False):
            return _take(wish, by, Status.HELD, at)
    except (AlreadyBooked, SlotFull) as refusal:
        if isinstance(refusal, SlotFull):  # perhaps by the same person, a moment ago
            settle(wish.slot)
        before = _before(wish, by)
        if before is None:
            raise
        if before.place is not None and before.place.slot_id == wish.slot.pk:
            return before
        if isinstance(refusal, SlotFull) or before.status != Status.HELD:
            raise
    with refusing(ONCE, savepoint=False):
        return _swap(before, wish, by, at)


def book(*, wish: Wish, by: Actor, at: datetime, idempotency_key: str | None = None) -> Visit:
    """Take a place at once. The same key gives the same appointment again.

    Refuses with KeyReused and whatever `hold` refuses.
    """
    try:
        with refusing(ONCE, savepoint=False):
            return _take(wish, by, Status.BOOKED, at, key=idempotency_key)
    except (AlreadyBooked, SlotFull):
        before = _with_key(by, idempotency_key)
        if before is None:
            raise
        same = before.place is not None and before.place.slot_id == wish.slot.pk
        if not same or before.service_id != wish.service.pk:
            raise KeyReused from None
        return before


@transaction.atomic
def confirm(*, visit: Visit, by: Actor, at: datetime, about: str = "", visitor: str = "") -> Visit:
    """Make a held place an appointment, with its number. Confirmed twice, it is confirmed once.

    Refuses with VisitGone, HoldOver or NotNowAnyMore.
    """
    visit = own(visit, by)
    if visit.status == Status.BOOKED:
        return visit
    if visit.status == Status.LAPSED or (visit.held_until and visit.held_until <= at):
        raise HoldOver
    if visit.status != Status.HELD:
        raise NotNowAnyMore
    visit.status, visit.held_until = Status.BOOKED, None
    visit.about = about or visit.about
    visit.visitor = visitor[:60] if visitor and visit.organisation_id else visit.visitor
    visit.save(update_fields=["status", "held_until", "about", "visitor"])
    tell(visit, "booked", at=at)
    record(visit, "booked", by=by, at=at)
    return visit


def own(visit: Visit, by: Actor) -> Visit:
    """The actor's own visit, locked. Refuses with VisitGone."""
    held = (
        Visit.objects.of(by)
        .select_for_update(of=("self",))
        .select_related("schedule__office", "service", "holder", "place")
        .filter(pk=visit.pk)
        .first()
    )
    if held is None:
        raise VisitGone
    return held


def tell(visit: Visit, what: str, *, at: datetime, **more: object) -> None:
    """A message to the one who comes, if we know them."""
    if visit.holder is None:
        return
    said: dict[str, object] = {
        "service": visit.service.names if visit.service else {},
        "office": visit.schedule.office.names,
        "number": visit.number,
        "starts_at": visit.starts_at.isoformat() if visit.starts_at else "",
        **more,
    }
    messages.queue(f"appointments/{what}", to=visit.holder, about=visit.ref, at=at, params=said)


def record(visit: Visit, what: str, *, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(f"appointments.{what}", subject=visit, by=by, under=by.under, at=at, detail=detail)


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def bookable(wish: Wish, by: Actor, *, at: datetime, early: bool = False) -> None:
    """Whether this person may have a place in this slot at all, if there is one."""
    slot, schedule = wish.slot, wish.slot.schedule
    if slot.closed_at or slot.starts_at <= at:
        raise SlotOver
    if slot.opens_at > at and not early:
        raise NotReleased
    if schedule.ended_at or not schedule.is_for(wish.service.code):
        raise NotForService
    if by.person.level < Level.MATCHED:
        raise NeedsName
    if by.grant and (by.grant.revoked_at or not covers(by.grant, wish.service.code)):
        raise PowerTooSmall
    if early:  # the office sent them away; they owe nothing and go first
        return
    ended = ended_badly(by.person, at=at)
    if until := counter_only(by.person, at=at, ended=ended):
        raise CounterOnly(until=until)
    if until := let_go(by.person, at=at, ended=ended):
        raise LetGoTooOften(until=until)
    if schedule.waiting_room and not may_choose(schedule, slot.opens_at, by.person, at=at):
        raise NotYourTurn


def place_in(slot: Slot, *, early: bool = False) -> Claimed:
    """A place of the slot, taken. Refuses with SlotFull."""
    claimed = claim(slot, among=FREE_OR_KEPT if early else FREE)
    if claimed is None:
        raise SlotFull
    return claimed


@transaction.atomic
def _take(wish: Wish, by: Actor, status: Status, at: datetime, *, key: str | None = None) -> Visit:
    bookable(wish, by, at=at)
    claimed = place_in(wish.slot)
    visit = Visit(
        schedule=wish.slot.schedule,
        place_id=claimed.place,
        service=wish.service,
        holder=by.person,
        organisation=by.organisation,
        visitor=wish.visitor[:60] if by.organisation else "",
        status=status,
        on=wish.slot.on,
        number=claimed.ticket,
        code=new_code(),
        starts_at=wish.slot.starts_at,
        about=wish.about,
        idempotency_key=key,
        made_at=at,
        held_until=at + HOLD if status == Status.HELD else None,
    )
    with together():
        add(visit)
        if status == Status.BOOKED:
            tell(visit, "booked", at=at)
        record(visit, status.value, by=by, at=at)
    return visit


@transaction.atomic
def _swap(before: Visit, wish: Wish, by: Actor, at: datetime) -> Visit:
    """Another time instead of the one that is held; that is no letting go."""
    before = own(before, by)
    if before.status == Status.HELD and before.place_id and before.starts_at:
        before.status, before.held_until, before.closed_at = Status.CANCELLED, None, at
        before.save(update_fields=["status", "held_until", "closed_at"])
        give_back(before.place_id, starts_at=before.starts_at, at=at)
    return _take(wish, by, Status.HELD, at)


def _before(wish: Wish, by: Actor) -> Visit | None:
    """The live appointment that stands in the way, or was asked for twice."""
    found = Visit.objects.filter(
        holder=by.person, organisation=by.organisation, service=wish.service
    )
    return found.live().exclude(place=None).select_related("place").first()


def _with_key(by: Actor, key: str | None) -> Visit | None:
    if key is None:
        return None
    found = Visit.objects.filter(holder=by.person, idempotency_key=key)
    return found.select_related("place", "service", "schedule__office").first()
