"""What officials may read: the cases of the office where they have a post."""

from enum import StrEnum

from tongban.cases.models import Case, CaseQuerySet, Correction
from tongban.catalog.models import Post


class Box(StrEnum):
    MINE = "mine"
    OFFICE = "office"
    DUE = "due"
    DONE = "done"
    ELSEWHERE = "elsewhere"


def cases_at(post: Post) -> CaseQuerySet:
    """Every case the official's office was given. Another office's cases are not there."""
    return (
        Case.objects.at(post.office)
        .select_related("service__authority", "office", "applicant", "organisation", "handler")
        .order_by("-submitted_at", "-pk")
    )


def open_correction(case: Case) -> Correction | None:
    """What the applicant was asked to mend and has not yet. Applicant and handlers may ask."""
    return case.corrections.filter(answered_at=None).first()


def asked_of(correction: Correction | None) -> dict[str, str]:
    """What an official wrote about each field or material. Whoever may fill the form in may ask."""
    defects = correction.defects if correction else []
    return {defect["key"]: defect["problem"] for defect in defects}
