"""Who gets a place when more people want one than there are. Chance and order, never speed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

NO_SHOWS: Final = 3
WITHIN: Final = timedelta(days=90)
COUNTER_ONLY: Final = timedelta(days=30)
LAPSES: Final = 3  # places held and let go, again and again
LAPSES_WITHIN: Final = timedelta(hours=24)

ROOM_OPEN: Final = timedelta(hours=1)  # from the release on, everybody goes through the room
ROOM_BEFORE: Final = timedelta(minutes=30)  # so long before it one may come in

SOONEST: Final = 5 * 60  # seconds until a place that was given back is drawn
LATEST: Final = 15 * 60


def in_drawn_order(names: Iterable[UUID], *, seed: str) -> list[UUID]:
    """An order that nobody can foresee or influence, and that everybody can check afterwards."""
    return sorted(names, key=lambda name: (sha256(f"{seed}/{name}".encode()).digest(), name.hex))


def admitted(*, places: int, since: timedelta) -> int:
    """Up to which turn people may choose a time: first as many as places, then a tenth a minute."""
    if since < timedelta(0):
        return 0
    return places + int(since.total_seconds() // 60) * max(1, places // 10)


def counter_only_until(missed: Sequence[datetime], *, at: datetime) -> datetime | None:
    """Until when somebody who did not come three times takes a ticket at the counter instead."""
    lately = sorted(when for when in missed if at - WITHIN < when <= at)
    if len(lately) < NO_SHOWS:
        return None
    until = lately[-1] + COUNTER_ONLY
    return until if until > at else None


def let_go_too_often(lapsed: Sequence[datetime], *, at: datetime) -> datetime | None:
    """Until when somebody who let three held places go within a day has to wait."""
    lately = sorted(when for when in lapsed if at - LAPSES_WITHIN < when <= at)
    return lately[-LAPSES] + LAPSES_WITHIN if len(lately) >= LAPSES else None
