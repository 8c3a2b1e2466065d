"""Days and times as the screens show them, from the one question that answers both."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest

from tongban.appointments import queries
from tongban.appointments.models import Schedule, Slot
from tongban.appointments.queries import Time
from tongban.catalog.models import Service
from tongban.catalog.queries import offices_near
from tongban.portal.preferences.surroundings import Reader

NEAR = 30


@dataclass(frozen=True)
class Board:
    """The lines to choose from, the chosen one, its free days, and the times of the chosen day."""

    lines: list[Schedule]
    line: Schedule | None
    days: list[date]
    day: date | None
    morning: list[Time]
    afternoon: list[Time]
    full: list[date]
    release: datetime | None
    room: datetime | None

    @property
    def times(self) -> list[Time]:
        return [*self.morning, *self.afternoon]


def lines_near(service: Service, reader: Reader) -> list[Schedule]:
    """The lines for a service near the reader, the nearest office first."""
    offices = offices_near(reader.region, authority_id=service.authority_id, most=NEAR)
    return queries.lines_for(service.code, offices=offices)


def board(
    request: HttpRequest, lines: list[Schedule], *, at: datetime, early: bool = False
) -> Board:
    """What the address asks for, as far as it is there; else the first of everything."""
    wanted = request.GET.get("line", "")
    named = [line for line in lines if str(line.public_id) == wanted]
    line = next(iter([*named, *lines]), None)
    free = queries.open_days(line, at=at, early=early) if line else {}
    day = _day(request.GET.get("day", ""))
    day = day if day in free else next(iter(free), None)
    times = free[day] if day else []
    noon = [each.slot.starts_at for each in times if _hour(each.slot) < 12]
    return Board(
        lines=lines,
        line=line,
        days=list(free),
        day=day,
        morning=times[: len(noon)],
        afternoon=times[len(noon) :],
        full=queries.full_days(line, at=at) if line and not early else [],
        release=queries.next_release(line, at=at) if line and not early else None,
        room=queries.room_open_for(line, at=at) if line and not early else None,
    )


def slot_named(lines: list[Schedule], name: str) -> Slot | None:
    """The time that a form named, if it is one of these lines."""
    try:
        wanted = UUID(name)
    except ValueError:
        return None
    found = (queries.slot_in(line, wanted) for line in lines)
    return next((slot for slot in found if slot), None)


def _hour(slot: Slot) -> int:
    from django.utils.timezone import localtime

    return localtime(slot.starts_at).hour


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
