"""What goes on in a hall today: who is called, who waits, how long it takes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.utils.timezone import localdate

from tongban.appointments.models import Schedule, Visit, VisitQuerySet
from tongban.appointments.queries.times import lines_at
from tongban.appointments.rules import Status
from tongban.appointments.rules.line import Estimate, Waiting, in_line, wait_for
from tongban.catalog.models import Office, Post

RECENT: Final = timedelta(hours=3)
OPEN_COUNTER: Final = timedelta(minutes=30)
SHOWN: Final = 6
JUST_NOW: Final = timedelta(minutes=10)


class Line(NamedTuple):
    """One line of a hall: how many wait, and how long the next one to come would."""

    schedule: Schedule
    waiting: int
    estimate: Estimate


def today(office: Office, *, at: datetime) -> VisitQuerySet:
    """Every visit of an office today. Staff of the office may ask; a display shows numbers only."""
    found = Visit.objects.filter(schedule__office=office, on=localdate(at))
    return found.select_related("schedule", "service", "holder", "clerk")


def called_now(office: Office, *, at: datetime) -> list[Visit]:
    """Who is called to which counter, the latest first. For the display: numbers only."""
    found = today(office, at=at).filter(status=Status.CALLED)
    return list(found.order_by("-called_at", "pk")[:SHOWN])


def next_ones(office: Office, *, at: datetime, line: Schedule | None = None) -> list[Visit]:
    """Who waits, in the order in which they are called. Staff of the office may ask."""
    visits = today(office, at=at)
    if line:
        visits = visits.filter(schedule=line)
    there = {each.pk: each for each in visits.filter(status=Status.ARRIVED)}
    last = visits.filter(called_at__isnull=False).order_by("-called_at", "-pk").first()
    waiting = [
        Waiting(each.pk, each.starts_at, each.arrived_at)
        for each in there.values()
        if each.arrived_at
    ]
    after_booked = last is not None and last.place_id is not None
    return [there[each.key] for each in in_line(waiting, at=at, after_booked=after_booked)]


def expected(office: Office, *, at: datetime) -> list[Visit]:
    """Who booked for today and is not there yet, soonest first. Staff of the office may ask."""
    found = today(office, at=at).filter(status=Status.BOOKED)
    return list(found.order_by("starts_at", "pk"))


def lines(office: Office, *, at: datetime) -> list[Line]:
    """Every line with how long it takes now. Anyone may ask."""
    found = today(office, at=at)
    waiting = list(found.filter(status=Status.ARRIVED).values_list("schedule", flat=True))
    return [
        Line(each, waiting.count(each.pk), estimate(each, waiting.count(each.pk), at=at))
        for each in lines_at(office)
    ]


def estimate(schedule: Schedule, ahead: int, *, at: datetime) -> Estimate:
    """How long somebody with so many people ahead waits, from what visits took lately."""
    lately = Visit.objects.filter(schedule=schedule, on=localdate(at), called_at__gt=at - RECENT)
    done = lately.filter(status=Status.DONE).values_list("called_at", "closed_at")
    took = [end - start for start, end in done if start and end]
    active = lately.filter(called_at__gt=at - OPEN_COUNTER).values("counter").distinct().count()
    return wait_for(
        ahead, took=took, planned=schedule.minutes, counters=active or schedule.counters
    )


def ahead_of(visit: Visit, *, at: datetime) -> int | None:
    """How many are called before somebody who is there; None when they are not in the line."""
    order = next_ones(visit.schedule.office, line=visit.schedule, at=at)
    keys: Sequence[int] = [each.pk for each in order]
    return keys.index(visit.pk) if visit.pk in keys else None


def served_by(post: Post, *, at: datetime) -> Visit | None:
    """Who is at the clerk's counter now. Only the clerk may ask."""
    found = today(post.office, at=at).filter(status=Status.CALLED, clerk=post.person)
    return found.first()


def done_lately(post: Post, *, at: datetime) -> Visit | None:
    """Who was last served by the clerk, a few minutes ago. Only the clerk may ask."""
    found = today(post.office, at=at).filter(status=Status.DONE, clerk=post.person)
    return found.filter(closed_at__gt=at - JUST_NOW).order_by("-closed_at").first()


def missed_lately(office: Office, *, at: datetime) -> list[Visit]:
    """Numbers that were called in vain today, the latest first. Staff of the office may ask."""
    found = today(office, at=at).filter(status=Status.MISSED).order_by("-closed_at", "-pk")
    return list(found[:SHOWN])
