"""What the worker does for cases, over and over."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from tongban.cases import operations, queries
from tongban.cases.models import Case, Correction, Upload
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation

AT_ONCE = 200


def watch_corrections(*, at: datetime) -> int:
    """Remind of corrections whose last day is near, and end cases whose last day is over."""
    near, missed = queries.corrections_near(at=at), queries.corrections_missed(at=at)
    reminded = _each(near, operations.remind_of_correction, at)
    return reminded + _each(missed, operations.end_uncorrected, at)


def end_windows(*, at: datetime) -> int:
    """Windows to remote officers that nobody ended."""
    return operations.end_windows(at=at)


def tidy(*, at: datetime) -> int:
    """Forget files that belong to no case, and codes of counters that are over."""
    return operations.forget_loose_files(at=at) + operations.forget_vouchers(at=at)


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


def fetch_files(*, at: datetime) -> int:
    """Fetch files that were too large to come along with their case; says how many are here now."""
    return sum(_fetched(upload, at=at) for upload in queries.awaited_files())


def _fetched(upload: Upload, *, at: datetime) -> bool:
    """Only kept as a whole. What is not there yet is asked for again."""
    data = {"file": str(upload.public_id)}
    content = federation.fetch(
        "case.file", of=upload.awaited_from, data=data, size=upload.size, at=at
    )
    return content is not None and operations.complete_file(upload=upload, content=content, at=at)
