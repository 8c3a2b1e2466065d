"""Figures about cases between platforms. Anyone may ask: nobody's case can be told from them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any, Final

from django.db.models import F, Q

from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.federation.queries import here
from tongban.ratings.queries import levels_of

MOST: Final = 20_000  # the newest; what is older than that many cases is not counted
FINISHED: Final = frozenset({Status.GRANTED, Status.REFUSED, Status.DELIVERED})


@dataclass
class Crossing:
    """Cases of one service that went between platforms. Without finished ones there are no days."""

    service: str
    applied: int = 0
    days: list[float] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)

    @property
    def finished(self) -> int:
        return len(self.days)

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None

    @property
    def average(self) -> float | None:
        return sum(self.levels) / len(self.levels) if self.levels else None


def crossings(
    members: Collection[str], services: Collection[str], *, since: datetime
) -> dict[str, Crossing]:
    """Of these services, what went between these platforms since then, as far as we know of it."""
    rows = list(_between(members, services, since))
    levels = levels_of(f"case/{row['public_id']}" for row in rows)
    found: dict[str, Crossing] = {}
    for row in rows:
        code = row["service__code"]
        crossing = found.setdefault(code, Crossing(code))
        crossing.applied += 1
        if row["status"] in FINISHED:
            crossing.days.append((row["decided_at"] - row["submitted_at"]).total_seconds() / 86400)
        crossing.levels += levels.get(f"case/{row['public_id']}", [])
    return found


def _between(
    members: Collection[str], services: Collection[str], since: datetime
) -> Iterator[dict[str, Any]]:
    shared = Q(epoch__gt=1) | ~Q(origin=F("custodian"))
    facts = ("public_id", "status", "submitted_at", "decided_at", "origin", "custodian", "holders")
    rows = (
        Case.objects.filter(shared, submitted_at__gte=since, service__code__in=services)
        .order_by("-submitted_at", "-pk")
        .values(*facts, "service__code")[:MOST]
    )
    for row in rows:
        nodes = {row["origin"], row["custodian"], *row["holders"]}
        if len({node or here() for node in nodes} & set(members)) > 1:
            yield row
