"""What the worker does for cases, over and over."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from tongban.cases import operations, queries
from tongban.cases.models import Case, Correction
from tongban.core.refusal import Refusal

AT_ONCE = 200


def watch_corrections(*, at: datetime) -> int:
    """Remind of corrections whose last day is near, and end cases whose last day is over."""
    near, missed = queries.corrections_near(at=at), queries.corrections_missed(at=at)
    reminded = _each(near, operations.remind_of_correction, at)
    return reminded + _each(missed, operations.end_uncorrected, at)


def tidy(*, at: datetime) -> int:
    """Forget files that belong to no case."""
    return operations.forget_loose_files(at=at)


def _each(found: QuerySet[Correction], operation: Callable[..., Case], at: datetime) -> int:
    """One case at a time; one that has moved on meanwhile is left alone."""
    done = 0
    for correction in found[:AT_ONCE]:
        try:
            operation(case=correction.case, at=at)
        except Refusal:
            continue
        done += 1
    return done
