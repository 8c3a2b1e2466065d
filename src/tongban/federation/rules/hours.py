"""Closed hours, and what is the same when two nodes remember the same events."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

HOUR: Final = timedelta(hours=1)
SETTLED: Final = timedelta(minutes=15)  # what was promised in an hour is sent by then, if it can be
COMPARED: Final = 72  # hours back: as long as a registry lives without its hub, at least


def hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def closed_hours(*, at: datetime) -> list[datetime]:
    """The hours to compare, oldest first."""
    end = hour_of(at - SETTLED)
    return [end - count * HOUR for count in range(COMPARED, 0, -1)]


def digest_of(events: Iterable[UUID]) -> str:
    """Equal for equal sets of events, in whatever order they come."""
    told = "\n".join(sorted(map(str, events)))
    return hashlib.sha256(told.encode()).hexdigest()
