"""What may happen to a request. Plain Python: no tables, no clock, no request of a browser."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What somebody wants of an authority: the six of 12345, and three about one's own data."""

    CONSULTATION = "consultation", _("Question")
    HELP = "help", _("Call for help")
    COMPLAINT = "complaint", _("Complaint")
    REPORT = "report", _("Report of a wrong")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    WHY = "why", _("Ask why")
    OBJECTION = "objection", _("Objection")
    CORRECTION = "correction", _("Correction of data")


ABOUT_DATA = frozenset({Kind.WHY, Kind.OBJECTION, Kind.CORRECTION})
TO_THE_HOTLINE = tuple(kind for kind in Kind if kind not in ABOUT_DATA)


class Status(TextChoices):
    RECEIVED = "received", _("Received")
    DISPATCHED = "dispatched", _("With the authority")
    HANDLING = "handling", _("Being dealt with")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Joined with another")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = Status
NEXT: Mapping[Status, frozenset[Status]] = {
    S.RECEIVED: frozenset({S.DISPATCHED, S.MERGED, S.NOT_ACCEPTED, S.WITHDRAWN}),
    S.DISPATCHED: frozenset({S.RECEIVED, S.HANDLING, S.ANSWERED, S.MERGED, S.WITHDRAWN}),
    S.HANDLING: frozenset({S.RECEIVED, S.ANSWERED, S.MERGED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.DISPATCHED, S.CLOSED}),  # contested, or visited and closed
    S.CLOSED: frozenset({S.DISPATCHED}),
    S.MERGED: frozenset({S.RECEIVED, S.ANSWERED, S.CLOSED}),  # follows the one it was joined with
    S.NOT_ACCEPTED: frozenset({S.RECEIVED}),  # contested
    S.WITHDRAWN: frozenset(),
}

WITH_OFFICIALS = frozenset({S.RECEIVED, S.DISPATCHED, S.HANDLING})
AT_WORK = frozenset({S.DISPATCHED, S.HANDLING})
OVER = frozenset({S.CLOSED, S.NOT_ACCEPTED, S.WITHDRAWN})
CONTESTABLE = frozenset({S.ANSWERED, S.CLOSED, S.NOT_ACCEPTED})


class Channel(TextChoices):
    PORTAL = "portal", _("Online")
    PHONE = "phone", _("By telephone")
    COUNTER = "counter", _("At a counter")
    API = "api", _("By a program")
    OPEN311 = "open311", _("By an Open311 program")


class Level(TextChoices):
    """Who must answer: a contested answer goes one level up."""

    AUTHORITY = "authority", _("The authority")
    SUPERIOR = "superior", _("Its superior")
    GOVERNMENT = "government", _("The government of the place")


def may_become(new: Status, *, now: Status) -> bool:
    return new in NEXT[now]


def above(level: str) -> Level:
    """The next level up; the highest is its own."""
    levels = list(Level)
    return levels[min(levels.index(Level(level)) + 1, len(levels) - 1)]
