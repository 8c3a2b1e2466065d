"""The line in the hall: who is next, and how long it takes. The rule is docs/reference/appointments.

Booked people are called at their time; who took a ticket at the door is called in between, and
nobody of them is passed over more than once after waiting for an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Final

LATE: Final = timedelta(minutes=15)  # who comes later than this has lost the place, not the turn
PATIENCE: Final = timedelta(minutes=60)
FEWEST: Final = 5  # measured visits, before we say that we measured


@dataclass(frozen=True)
class Waiting:
    """Somebody in the hall. `starts_at` is the booked time, None for a ticket from the door."""

    key: int
    starts_at: datetime | None
    arrived_at: datetime

    def is_due(self, at: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= at and not self.is_late

    @property
    def is_late(self) -> bool:
        return self.starts_at is not None and self.arrived_at > self.starts_at + LATE


def in_line(waiting: Sequence[Waiting], *, at: datetime, after_booked: bool) -> list[Waiting]:
    """The order in which they would be called now. `after_booked`: the last one called was."""
    due = sorted((w for w in waiting if w.is_due(at)), key=lambda w: (w.starts_at, w.key))
    early = sorted(
        (w for w in waiting if w.starts_at and not w.is_late and not w.is_due(at)),
        key=lambda w: (w.starts_at, w.key),
    )
    door = sorted(
        (w for w in waiting if w.starts_at is None or w.is_late),
        key=lambda w: (w.arrived_at, w.key),
    )
    order: list[Waiting] = []
    while due and door:
        patient = at - door[0].arrived_at >= PATIENCE
        from_door = patient and after_booked
        order.append(door.pop(0) if from_door else due.pop(0))
        after_booked = not from_door
    return [*order, *due, *door, *early]


@dataclass(frozen=True)
class Estimate:
    """Minutes from and to. `measured` tells what they rest on: recent visits, or the plan."""

    low: int
    high: int
    measured: bool


def wait_for(ahead: int, *, took: Sequence[timedelta], planned: int, counters: int) -> Estimate:
    """How long until somebody with so many people ahead is called, as an honest range."""
    counters = max(1, counters)
    if len(took) >= FEWEST:
        minutes = [each.total_seconds() / 60 for each in took]
        low, _middle, high = quantiles(minutes, n=4)
        measured = True
    else:
        low, high, measured = planned * 0.5, planned * 1.5, False
    rounds = ahead / counters
    return Estimate(int(rounds * low), max(1, round((rounds + 1) * high)), measured)
