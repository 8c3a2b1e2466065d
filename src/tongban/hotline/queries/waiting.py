"""What the clock has to do with requests. For the worker."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tongban.catalog.rules.workdays import working_days_between
from tongban.federation.queries import HERE
from tongban.hotline.models import Photo, Request
from tongban.hotline.rules import WITH_OFFICIALS, Level, Status
from tongban.hotline.rules.limits import TO_CLOSE_QUIETLY, TO_ESCALATE, VISITED

MOST = 200


def late_and_unmarked(*, at: datetime) -> QuerySet[Request]:
    """Open, past their last day, and nobody was reminded."""
    return _late(at).filter(supervised_at=None)[:MOST]


def late_for_long(*, at: datetime) -> list[Request]:
    """Open, and past their last day for so long that the next level takes over."""
    today = localdate(at)
    longest = _late(at).exclude(level=Level.GOVERNMENT)[: MOST * 5]
    found = [r for r in longest if r.due_on and working_days_between(r.due_on, today) > TO_ESCALATE]
    return found[:MOST]


def answered_for_long(*, at: datetime) -> QuerySet[Request]:
    """Answered so long ago that they may be closed, where nobody needs to be asked back."""
    before = at - timedelta(days=TO_CLOSE_QUIETLY)
    found = Request.objects.filter(status=Status.ANSWERED, answered_at__lte=before, custodian=HERE)
    return found.exclude(kind__in=VISITED).order_by("answered_at")[:MOST]


def photos_to_fetch() -> list[Photo]:
    """Photos that came without their content, oldest first."""
    return list(Photo.objects.filter(stored_as="").order_by("at", "pk")[:20])


def _late(at: datetime) -> QuerySet[Request]:
    found = Request.objects.filter(status__in=WITH_OFFICIALS, custodian=HERE)
    return found.filter(due_on__lt=localdate(at)).order_by("due_on", "pk")
