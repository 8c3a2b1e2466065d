"""What officials may read: the cases of the office where they have a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.timezone import localdate, localtime

from tongban.cases.models import Case, CaseQuerySet, Correction, Upload
from tongban.catalog.models import Post
from tongban.core.workdays import after_working_days

PAGE = 50
MOST_COUNTED = 1000
SOON = 3  # working days


class Box(StrEnum):
    MINE = "mine"
    OFFICE = "office"
    DUE = "due"
    DONE = "done"


@dataclass(frozen=True)
class Inbox:
    """One page of a box."""

    box: Box
    rows: Sequence[Case]
    page: int
    has_next: bool


def cases_at(post: Post) -> CaseQuerySet:
    """Every case the official's office was given. Another office's cases are not there."""
    return (
        Case.objects.at(post.office)
        .select_related("service__authority", "office", "applicant", "organisation", "handler")
        .order_by("-submitted_at", "-pk")
    )


def inbox(post: Post, box: Box | str, *, at: datetime, page: int = 1, limit: int = PAGE) -> Inbox:
    """One page of the official's work, most urgent first; what is done, latest first.

    Two statements: the ids come from an index alone, so that a late page costs what the
    first one does; then the rows themselves.
    """
    box = Box(box)
    start = (page - 1) * limit
    ids = list(_box(post, box, at).values_list("pk", flat=True)[start : start + limit + 1])
    found = (
        Case.objects.filter(pk__in=ids[:limit])
        .select_related("service", "applicant", "organisation", "handler")
        .defer("answers", "decision_reason", "result", "rule_explained")
    )
    by_id = {case.pk: case for case in found}
    return Inbox(
        box=box,
        rows=[by_id[pk] for pk in ids[:limit]],
        page=page,
        has_next=len(ids) > limit,
    )


def counts(post: Post, *, at: datetime) -> dict[Box, int]:
    """How much lies in each box of open work; from a thousand on it says a thousand."""
    boxes = (Box.MINE, Box.OFFICE, Box.DUE)
    return {box: _box(post, box, at).order_by()[:MOST_COUNTED].count() for box in boxes}


def _box(post: Post, box: Box, at: datetime) -> CaseQuerySet:
    if box == Box.DONE:
        done = Case.objects.filter(office=post.office_id, decided_at__isnull=False)
        return done.order_by("-decided_at", "-pk")
    waiting = Case.objects.filter(desk=post.office_id).order_by("due_on", "pk")
    if box == Box.MINE:
        return waiting.filter(handler=post.person_id)
    if box == Box.DUE:
        return waiting.filter(due_on__lte=after_working_days(localdate(at), SOON).on)
    return waiting


def has_opened(case: Case, post: Post, *, at: datetime) -> bool:
    """Whether this official wrote down today that they look into this case."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return case.applicant.accesses.filter(
        by=post.person_id, about=case.ref, at__gte=midnight, at__lte=at
    ).exists()


def open_correction(case: Case) -> Correction | None:
    """What the applicant was asked to mend and has not yet. Applicant and handlers may ask."""
    return case.corrections.filter(answered_at=None).first()


def upload_at(post: Post, public_id: UUID) -> Upload | None:
    """A file that lies with a case of the official's office."""
    return Upload.objects.filter(
        public_id=public_id,
        materials__case__office=post.office_id,
        materials__case__submitted_at__isnull=False,
    ).first()
