"""Corrections whose day comes near or is over. For the worker, not for screens."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from tongban.cases.models import Case, Correction, Step
from tongban.cases.rules import Status
from tongban.cases.rules.clock import TO_REMIND, due

REMINDED = Step.objects.filter(
    case=OuterRef("case"), action="correction_due", at__gte=OuterRef("asked_at")
)


def corrections_near(*, at: datetime) -> QuerySet[Correction]:
    """Open ones that end within days, of which nobody was reminded yet; soonest first."""
    today = localdate(at)
    near = _open().filter(due_on__gte=today, due_on__lte=due(TO_REMIND, today).on)
    return near.filter(~Exists(REMINDED))


def corrections_missed(*, at: datetime) -> QuerySet[Correction]:
    """Open ones whose last day is over, oldest first."""
    return _open().filter(due_on__lt=localdate(at))


def was_reminded(correction: Correction) -> bool:
    """Whether a word was sent already."""
    return Correction.objects.filter(Exists(REMINDED), pk=correction.pk).exists()


def _open() -> QuerySet[Correction]:
    waiting = Case.objects.here().filter(status=Status.CORRECTION)
    found = Correction.objects.filter(answered_at=None, case__in=waiting)
    return found.select_related("case").order_by("due_on", "pk")
