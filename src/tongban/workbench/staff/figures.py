"""Figures about the work of one office, straight from its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from tongban.cases.queries import cases_at
from tongban.cases.rules import Status
from tongban.catalog.models import Post, in_language

WINDOW: Final = timedelta(days=90)
MOST_SERVICES: Final = 30


@dataclass(frozen=True)
class Bar:
    """How many cases are in one status now."""

    label: str
    status: str
    count: int


@dataclass(frozen=True)
class Line:
    """One service over the window: decided, in time, and what still waits."""

    name: str
    decided: int
    in_time: int
    waiting: int
    overdue: int

    @property
    def share(self) -> int | None:
        """Whole percent decided in time; None when nothing was decided."""
        return round(100 * self.in_time / self.decided) if self.decided else None


def by_status(post: Post) -> list[Bar]:
    """The office's cases by where they stand, in the order of a case's life."""
    plain = cases_at(post).here().select_related(None).order_by()
    counted = dict(plain.values_list("status").annotate(n=Count("pk")))
    return [Bar(str(s.label), s.value, counted[s]) for s in Status if s in counted]


def by_service(post: Post, *, at: datetime) -> Sequence[Line]:
    """Each service of the office, most decided first. One statement."""
    lately = Q(decided_at__gt=at - WINDOW)
    in_time = lately & Q(decided_on__lte=F("due_on"))
    waiting = Q(desk=post.office)
    overdue = waiting & Q(due_on__lt=localdate(at)) & ~Q(status=Status.PAUSED)
    found = (
        cases_at(post)
        .here()
        .select_related(None)
        .filter(lately | waiting)
        .annotate(decided_on=TruncDate("decided_at"))
        .order_by()
        .values("service__names", "service__code")
        .annotate(
            decided=Count("pk", filter=lately),
            in_time=Count("pk", filter=in_time),
            waiting=Count("pk", filter=waiting),
            overdue=Count("pk", filter=overdue),
        )
        .order_by("-decided", "-waiting", "service__code")[:MOST_SERVICES]
    )
    return [
        Line(
            name=in_language(row["service__names"]),
            decided=row["decided"],
            in_time=row["in_time"],
            waiting=row["waiting"],
            overdue=row["overdue"],
        )
        for row in found
    ]


def together(name: str, lines: Sequence[Line]) -> Line:
    """All services as one line."""
    return Line(
        name=name,
        decided=sum(line.decided for line in lines),
        in_time=sum(line.in_time for line in lines),
        waiting=sum(line.waiting for line in lines),
        overdue=sum(line.overdue for line in lines),
    )
