"""The waiting room of a popular release: one person, one turn, however often they ask."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tongban.appointments.models import Arrival, Schedule
from tongban.appointments.operations.refusals import NeedsName, RoomClosed
from tongban.appointments.queries.machine import Machine
from tongban.appointments.queries.waiting import room_open_for
from tongban.appointments.rules.fairness import in_drawn_order
from tongban.audit import operations as audit
from tongban.identity.models import Actor
from tongban.identity.rules import Level


@transaction.atomic
def enter_room(*, schedule: Schedule, by: Actor, at: datetime) -> Arrival:
    """Come in. Before the release the order does not matter, after it one stands at the end.

    Coming in again changes nothing. Refuses with RoomClosed or NeedsName.
    """
    if by.person.level < Level.MATCHED:
        raise NeedsName
    opens_at = room_open_for(schedule, at=at)
    if opens_at is None:
        raise RoomClosed
    found = Arrival.objects.filter(schedule=schedule, opens_at=opens_at, person=by.person).first()
    if found:
        return found
    if at >= opens_at:
        draw_room(schedule=schedule, opens_at=opens_at, at=at)
    arrival, _new = Arrival.objects.get_or_create(
        schedule=schedule,
        opens_at=opens_at,
        person=by.person,
        defaults={
            "arrived_at": at,
            "turn": _last(schedule, opens_at) + 1 if at >= opens_at else None,
        },
    )
    return arrival


@transaction.atomic
def draw_room(*, schedule: Schedule, opens_at: datetime, at: datetime) -> int:
    """Give those who came before the release their turns, in an order of chance."""
    Schedule.objects.select_for_update().get(pk=schedule.pk)
    waiting = Arrival.objects.filter(schedule=schedule, opens_at=opens_at, turn=None)
    by_name = {arrival.public_id: arrival for arrival in waiting}
    if not by_name:
        return 0
    seed, first = secrets.token_hex(16), _last(schedule, opens_at) + 1
    order = in_drawn_order(by_name, seed=seed)
    for turn, name in enumerate(order, start=first):
        by_name[name].turn = turn
    Arrival.objects.bulk_update(by_name.values(), ["turn"], batch_size=500)
    detail: dict[str, object] = {
        "seed": seed,
        "opens_at": opens_at.isoformat(),
        "people": len(order),
    }
    audit.record(
        "appointments.turns_drawn",
        subject=schedule,
        by=Machine(),
        under="clock",
        at=at,
        detail=detail,
    )
    return len(order)


def draw_rooms(*, at: datetime) -> int:
    """Every room whose release has come."""
    due = Arrival.objects.filter(turn=None, opens_at__lte=at).values_list("schedule", "opens_at")
    return sum(
        draw_room(schedule=Schedule.objects.get(pk=schedule), opens_at=opens_at, at=at)
        for schedule, opens_at in dict.fromkeys(due)
    )


def _last(schedule: Schedule, opens_at: datetime) -> int:
    found = Arrival.objects.filter(schedule=schedule, opens_at=opens_at).aggregate(Max("turn"))
    return int(found["turn__max"] or 0)
