"""What may happen to a case. Plain Python: no tables, no clock, no request."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CORRECTION = "correction", _("Please correct")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    REVIEWING = "reviewing", _("Under review")
    PAUSED = "paused", _("Paused")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    IN_PARTS = "in_parts", _("In parts")


S = Status
NEXT: Mapping[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.IN_PARTS, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.CORRECTION, S.ACCEPTED, S.NOT_ACCEPTED, S.WITHDRAWN}),
    S.CORRECTION: frozenset({S.SUBMITTED, S.NOT_ACCEPTED, S.WITHDRAWN}),
    S.NOT_ACCEPTED: frozenset({S.CLOSED}),
    S.ACCEPTED: frozenset({S.REVIEWING, S.WITHDRAWN}),
    S.REVIEWING: frozenset({S.PAUSED, S.GRANTED, S.REFUSED, S.WITHDRAWN}),
    S.PAUSED: frozenset({S.REVIEWING, S.WITHDRAWN}),
    S.GRANTED: frozenset({S.DELIVERED}),
    S.REFUSED: frozenset({S.CLOSED}),
    S.DELIVERED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.IN_PARTS: frozenset({S.CLOSED, S.WITHDRAWN}),  # a bundle; its parts have offices and desks
}

DECIDED = frozenset({S.GRANTED, S.REFUSED, S.NOT_ACCEPTED, S.DELIVERED, S.CLOSED})
OPEN = frozenset(S) - DECIDED - {S.WITHDRAWN}
WITH_OFFICIALS = frozenset({S.SUBMITTED, S.ACCEPTED, S.REVIEWING, S.PAUSED})
WITH_APPLICANT = frozenset({S.DRAFT, S.CORRECTION})


NOT_CORRECTED = "not-corrected-in-time"  # the published rule that ends a case by itself


class Channel(TextChoices):
    MOBILE = "mobile", _("Phone")
    WEB = "web", _("Web")
    COUNTER = "counter", _("Counter")
    API = "api", _("Another program")


class PauseKind(TextChoices):
    """Named special procedures that stop the clock (特别程序)."""

    HEARING = "hearing", _("Hearing")
    EXPERT = "expert", _("Expert review")
    INSPECTION = "inspection", _("Inspection or test")
    PUBLICITY = "publicity", _("Public notice period")
    OTHER_AUTHORITY = "other_authority", _("Waiting for another authority")


def may_become(new: Status, *, now: Status) -> bool:
    return new in NEXT[now]
