"""The waiting list of a day, and the drawing of what is given back."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from tongban.appointments.models import Place, Schedule, Visit, Wait
from tongban.appointments.operations.booking import ONCE, new_code, tell
from tongban.appointments.operations.refusals import (
    AlreadyWaiting,
    CounterOnly,
    NeedsName,
    NotForService,
    NothingToWaitFor,
)
from tongban.appointments.queries.machine import Machine
from tongban.appointments.queries.standing import counter_only
from tongban.appointments.queries.times import open_days
from tongban.appointments.rules import PlaceState, Status
from tongban.appointments.rules.fairness import in_drawn_order
from tongban.appointments.rules.states import OFFER
from tongban.audit import operations as audit
from tongban.catalog.models import Service
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor
from tongban.identity.rules import Level

ANSWER_BEFORE = timedelta(minutes=30)  # before the start


def wait_for(*, schedule: Schedule, on: date, service: Service, by: Actor, at: datetime) -> Wait:
    """Put a person on the waiting list of a full day. Asked twice, they are on it once.

    Refuses with NeedsName, NotForService, CounterOnly or NothingToWaitFor.
    """
    try:
        return _join(schedule, on, service, by, at)
    except AlreadyWaiting:
        return Wait.objects.get(person=by.person, schedule=schedule, on=on, ended_at=None)


@transaction.atomic
def stop_waiting(*, wait: Wait, by: Actor, at: datetime) -> None:
    """Take a person off the list; twice is once."""
    if Wait.objects.filter(pk=wait.pk, person=by.person, ended_at=None).update(ended_at=at):
        audit.record("appointments.wait_ended", subject=wait, by=by, under=by.under, at=at)


def draw(*, at: datetime, limit: int = 200) -> int:
    """Draw the places whose moment has come among those who wait; the rest is free for all."""
    due = Place.objects.filter(state=PlaceState.KEPT, draw_at__lte=at)
    groups = due.order_by("slot__on", "slot__schedule").values_list("slot__schedule", "slot__on")
    found = list(dict.fromkeys(groups[:limit]))
    return sum(_draw_day(schedule, on, at) for schedule, on in found)


@transaction.atomic
def _join(schedule: Schedule, on: date, service: Service, by: Actor, at: datetime) -> Wait:
    if by.person.level < Level.MATCHED:
        raise NeedsName
    if schedule.ended_at or not schedule.is_for(service.code):
        raise NotForService
    if until := counter_only(by.person, at=at):
        raise CounterOnly(until=until)
    there = schedule.slots.filter(on=on, starts_at__gt=at, closed_at=None)
    if on in open_days(schedule, at=at) or not there.exists():
        raise NothingToWaitFor
    with refusing({"person_waits_once_for_a_day": AlreadyWaiting}):
        wait = Wait.objects.create(
            schedule=schedule, on=on, service=service, person=by.person, joined_at=at
        )
    audit.record("appointments.wait_joined", subject=wait, by=by, under=by.under, at=at)
    return wait


@transaction.atomic
def _draw_day(schedule_id: int, on: date, at: datetime) -> int:
    schedule = Schedule.objects.select_related("office").get(pk=schedule_id)
    places = list(
        Place.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("slot")
        .filter(slot__schedule=schedule_id, slot__on=on, state=PlaceState.KEPT, draw_at__lte=at)
        .order_by("pk")
    )
    waits = Wait.objects.filter(schedule=schedule_id, on=on, ended_at=None, joined_at__lte=at)
    by_name = {wait.public_id: wait for wait in waits.select_related("person", "service")}
    seed = secrets.token_hex(16)
    order = in_drawn_order(by_name, seed=seed)
    given = _offer(schedule, places, [by_name[name] for name in order], at)
    Place.objects.filter(
        pk__in=[place.pk for place in places if place not in given], state=PlaceState.KEPT
    ).update(state=PlaceState.FREE, draw_at=None)
    if order:
        detail: dict[str, object] = {
            "seed": seed,
            "order": [str(name) for name in order],
            "places": [place.ticket for place in places],
            "on": on.isoformat(),
        }
        audit.record(
            "appointments.drawn",
            subject=schedule,
            by=Machine(),
            under="clock",
            at=at,
            detail=detail,
        )
    return len(given)


def _offer(
    schedule: Schedule, places: Sequence[Place], waits: Sequence[Wait], at: datetime
) -> list[Place]:
    """One place each, in the drawn order, held until they answer."""
    given: list[Place] = []
    left = [place for place in places if place.slot.starts_at - ANSWER_BEFORE > at]
    for wait in waits:
        if not left:
            break
        place = left[0]
        visit = Visit(
            schedule=schedule,
            place=place,
            service=wait.service,
            holder=wait.person,
            status=Status.HELD,
            on=place.slot.on,
            number=place.ticket,
            code=new_code(),
            starts_at=place.slot.starts_at,
            made_at=at,
            held_until=min(at + OFFER, place.slot.starts_at - ANSWER_BEFORE),
        )
        Wait.objects.filter(pk=wait.pk).update(ended_at=at)
        try:
            with refusing(ONCE):
                visit.save(force_insert=True)
        except Refusal:  # they found a place meanwhile; the next one has it
            continue
        Place.objects.filter(pk=place.pk).update(state=PlaceState.TAKEN, draw_at=None)
        given.append(left.pop(0))
        assert visit.held_until is not None  # noqa: S101  it was set above
        tell(visit, "offered", at=at, until=visit.held_until.isoformat())
        audit.record("appointments.offered", subject=visit, by=Machine(), under="clock", at=at)
    return given
