"""An office that gives appointments from now on, for tests of screens and programs."""

from datetime import datetime

from django.utils.timezone import localdate, now

from tests.appointments.offering import a_chief, a_line
from tests.builders import a_person, a_service
from tongban.appointments import queries
from tongban.appointments.models import Schedule, Slot
from tongban.catalog.models import Post, Service
from tongban.identity.models import Person

EVERY_DAY = "每天 0:00-23:59"


def an_open_office(**changes: object) -> tuple[Post, Schedule, Service]:
    """A chief, a line that is open around the clock, and a service for it."""
    chief = a_chief("徐汇中心")
    plan = {"hours": EVERY_DAY, "at": now(), "release_at": datetime.min.time(), **changes}
    return chief, a_line(by=chief, **plan), a_service("passport")


def first_slot(line: Schedule, *, today: bool = False) -> Slot:
    """The first free time of tomorrow, or the next one of today."""
    days = queries.open_days(line, at=now())
    if today:
        return next(iter(days.values()))[0].slot
    return next(times for day, times in days.items() if day > localdate(now()))[0].slot


def a_citizen(name: str = "林晓") -> Person:
    person = a_person(name)
    person.region = "310104"
    person.save()
    return person
