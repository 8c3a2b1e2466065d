"""An office that gives appointments, and people who want them."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.builders import MONDAY, a_person, a_post, a_service, an_office
from tongban.appointments import operations
from tongban.appointments.models import Schedule, Slot, Visit
from tongban.appointments.operations import Plan, Wish
from tongban.catalog.models import Post, Service
from tongban.catalog.rules import Role
from tongban.identity.models import Actor

HOURS = "工作日 9:00-11:00,14:00-16:00"
MINUTE = timedelta(minutes=1)
TUESDAY = date(2026, 3, 3)


def a_chief(name: str = "Town hall") -> Post:
    office = an_office(name)
    return a_post("Chief", office=office, role=Role.CHIEF)


def a_line(*, by: Post | None = None, at: datetime = MONDAY, **changes: Any) -> Schedule:
    """Half-hour visits on working days, two counters, ten days ahead."""
    plan = {"name": "Counter", "letter": "A", "hours": HOURS, "minutes": 30, "counters": 2}
    plan |= {"ahead_days": 10, **changes}
    return operations.open_line(plan=Plan(**plan), by=by or a_chief(), at=at)


def slots_on(line: Schedule, day: date = TUESDAY) -> list[Slot]:
    found = line.slots.filter(on=day).select_related("schedule__office")
    return list(found.order_by("starts_at"))


def a_slot(line: Schedule | None = None, *, day: date = TUESDAY, nth: int = 0) -> Slot:
    return slots_on(line or a_line(), day)[nth]


def somebody(name: str = "Ana", *, level: int = 3) -> Actor:
    return Actor(a_person(name, level=level))


def booked(
    slot: Slot | None = None,
    *,
    by: Actor | None = None,
    service: Service | None = None,
    at: datetime = MONDAY,
) -> Visit:
    wish = Wish(slot or a_slot(), service or a_service())
    return operations.book(wish=wish, by=by or somebody(), at=at)
