"""The figures of a zone, straight from the cases between its members that we know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tongban.cases.queries import Crossing, crossings
from tongban.catalog import queries
from tongban.catalog.models import Service
from tongban.catalog.queries import Zone
from tongban.catalog.rules import Mode

WINDOW: Final = timedelta(days=365)
FEW: Final = 5  # fewer cases than this say little, and could be somebody's own


@dataclass(frozen=True)
class Line:
    """One service of the zone over the window. Figures of few cases are not shown."""

    service: Service
    mode: Mode
    crossing: Crossing

    @property
    def median_days(self) -> float | None:
        return self.crossing.median_days if self.crossing.finished >= FEW else None

    @property
    def average(self) -> float | None:
        return self.crossing.average if len(self.crossing.levels) >= FEW else None


@dataclass(frozen=True)
class Together:
    """All services of a zone, and each mode."""

    applied: int
    finished: int
    rated: int
    by_mode: Sequence[tuple[Mode, int]]


def lines(zone: Zone, *, at: datetime) -> list[Line]:
    """Each service of the list, most applied for first."""
    known = queries.service_names(each.code for each in zone.services)
    counted = crossings(zone.members, list(known), since=at - WINDOW)
    found = [
        Line(known[each.code], each.mode, counted.get(each.code) or Crossing(each.code))
        for each in zone.services
        if each.code in known
    ]
    return sorted(found, key=lambda line: (-line.crossing.applied, line.service.code))


def together(found: Sequence[Line]) -> Together:
    return Together(
        applied=sum(line.crossing.applied for line in found),
        finished=sum(line.crossing.finished for line in found),
        rated=sum(len(line.crossing.levels) for line in found),
        by_mode=[
            (mode, sum(line.crossing.applied for line in found if line.mode == mode))
            for mode in Mode
        ],
    )
