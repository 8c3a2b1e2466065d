"""Whether somebody may book online, by what they did with places before."""

from datetime import datetime

from tongban.appointments.models import Visit
from tongban.appointments.rules import Status
from tongban.appointments.rules.fairness import (
    LAPSES_WITHIN,
    WITHIN,
    counter_only_until,
    let_go_too_often,
)
from tongban.identity.models import Person


def counter_only(person: Person, *, at: datetime) -> datetime | None:
    """Until when a person takes a number at the counter instead. Only they and staff may ask."""
    missed = Visit.objects.filter(
        holder=person,
        status=Status.MISSED,
        arrived_at=None,
        excused_at=None,
        closed_at__gt=at - WITHIN,
    )
    times = missed.exclude(place=None).values_list("closed_at", flat=True)
    return counter_only_until([each for each in times if each], at=at)


def let_go(person: Person, *, at: datetime) -> datetime | None:
    """Until when a person waits who held places and let them go."""
    lapsed = Visit.objects.filter(
        holder=person, status=Status.LAPSED, closed_at__gt=at - LAPSES_WITHIN
    )
    times = lapsed.values_list("closed_at", flat=True)
    return let_go_too_often([each for each in times if each], at=at)
