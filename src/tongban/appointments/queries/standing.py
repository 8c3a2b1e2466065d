"""Whether somebody may book online, by what they did with places before."""

from collections.abc import Sequence
from datetime import datetime

from tongban.appointments.models import Visit
from tongban.appointments.rules import Status
from tongban.appointments.rules.fairness import WITHIN, counter_only_until, let_go_too_often
from tongban.catalog.models import Office
from tongban.core.statements import read
from tongban.identity.models import Person

ENDED_BADLY = "WHERE it.holder_id = %s AND it.status IN (%s, %s) AND it.closed_at > %s"


def ended_badly(person: Person, *, at: datetime) -> list[Visit]:
    """What was missed or let go lately, in one small statement. Every booking asks this."""
    values = [person.pk, Status.MISSED.value, Status.LAPSED.value, at - WITHIN]
    return read(Visit, ENDED_BADLY, values)


def counter_only(
    person: Person, *, at: datetime, ended: Sequence[Visit] | None = None
) -> datetime | None:
    """Until when a person takes a number at the counter instead. Only they and staff may ask."""
    found = ended_badly(person, at=at) if ended is None else ended
    missed = [v for v in found if v.status == Status.MISSED and v.place_id and not v.arrived_at]
    return counter_only_until(
        [v.closed_at for v in missed if not v.excused_at and v.closed_at], at=at
    )


def no_shows_of(person: Person, office: Office, *, at: datetime) -> list[Visit]:
    """What a person missed lately at an office. Staff of it may ask while they stand there."""
    found = Visit.objects.filter(holder=person, status=Status.MISSED, schedule__office=office)
    found = found.filter(closed_at__gt=at - WITHIN, arrived_at=None).exclude(place=None)
    return list(found.select_related("service", "schedule__office").order_by("-closed_at", "-pk"))


def let_go(
    person: Person, *, at: datetime, ended: Sequence[Visit] | None = None
) -> datetime | None:
    """Until when a person waits who held places and let them go."""
    found = ended_badly(person, at=at) if ended is None else ended
    lapsed = [v.closed_at for v in found if v.status == Status.LAPSED and v.closed_at]
    return let_go_too_often(lapsed, at=at)
