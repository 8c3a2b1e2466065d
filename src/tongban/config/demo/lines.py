"""The appointments of a demonstration: one line at every office that has a chief."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from tongban.appointments import operations, queries
from tongban.appointments.operations import Plan
from tongban.appointments.rules.hours import hours_from
from tongban.catalog.rules import Role
from tongban.identity.models import Person

NAME: Final = "综合窗口"
USUAL: Final = "工作日 9:00-12:00,13:30-17:00"
COUNTERS: Final = 3
DAYS: Final = 7


def open_lines(people: Iterable[Person], *, at: datetime) -> int:
    """Open what is not there yet; says how many."""
    opened = 0
    for person in people:
        chiefs = person.posts.filter(ended_at=None, role=Role.CHIEF).select_related("office")
        for post in chiefs.order_by("pk"):
            if queries.lines_at(post.office).exists():
                continue
            hours = "" if hours_from(post.office.hours) else USUAL
            plan = Plan(name=NAME, letter="A", hours=hours, counters=COUNTERS, ahead_days=DAYS)
            operations.open_line(plan=plan, by=post, at=at)
            opened += 1
    return opened
