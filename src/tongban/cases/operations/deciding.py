"""Deciding a case, handing over the result and closing it."""

from datetime import datetime

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.bundles import go_on
from tongban.cases.operations.holding import at_desk, handled
from tongban.cases.operations.moving import Move, move
from tongban.cases.operations.presenting import confirm_given
from tongban.cases.operations.refusals import (
    CertificateOver,
    HandedOutElsewhere,
    NotNow,
    ReasonNeeded,
    StagesLeft,
)
from tongban.cases.operations.results import give_result
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.platforms import is_handed_out_elsewhere
from tongban.cases.rules import Deed, Status, may_become
from tongban.catalog.models import Post
from tongban.certificates.rules import Status as Standing


def grant(*, case: Case, by: Post, at: datetime, reason: str = "") -> Case:
    """Decide for the applicant and give the result.

    Whoever issued the certificates of the case is asked once more whether they hold; while one
    does not answer, what was last known counts. Refuses with NotNow, CertificateOver, or
    StagesLeft when another place still has to do its part.
    """
    confirm_given(case, at=at)
    return _grant(case=case, by=by, at=at, reason=reason)


@transaction.atomic
def _grant(*, case: Case, by: Post, at: datetime, reason: str) -> Case:
    case = handled(case, by, Deed.DECIDE)
    if not may_become(Status.GRANTED, now=Status(case.status)):
        raise NotNow
    if package_of(case).stage_after(case.stage) and case.stage:
        raise StagesLeft
    if case.materials.filter(certificate__status=Standing.CANCELLED).exists():
        raise CertificateOver
    case.decision_reason, case.decided_at = reason.strip(), at
    give_result(case, by=by, at=at)
    step = Move(Status.GRANTED, "granted", by, at, note=reason.strip())
    move(case, step, "decision_reason", "decided_at", "certificate", "result", "handler")
    go_on(case, at=at)
    return case


@transaction.atomic
def refuse(*, case: Case, reason: str, by: Post, at: datetime) -> Case:
    """Decide against the applicant, with reasons. Refuses with ReasonNeeded or NotNow."""
    case = handled(case, by, Deed.DECIDE)
    if not reason.strip():
        raise ReasonNeeded
    case.decision_reason, case.decided_at = reason.strip(), at
    step = Move(Status.REFUSED, "refused", by, at, note=reason.strip())
    move(case, step, "decision_reason", "decided_at", "handler")
    go_on(case, at=at)
    return case


@transaction.atomic
def deliver(*, case: Case, by: Post, at: datetime) -> Case:
    """Note that the applicant has got the result. Refuses with NotNow or HandedOutElsewhere."""
    case = at_desk(case, by, Deed.DELIVER)
    if is_handed_out_elsewhere(case):
        raise HandedOutElsewhere
    return move(case, Move(Status.DELIVERED, "delivered", by, at))


@transaction.atomic
def close(*, case: Case, by: Post, at: datetime) -> Case:
    """Put a finished case away. Refuses with NotNow."""
    case = at_desk(case, by, Deed.DELIVER)
    case.closed_at = at
    return move(case, Move(Status.CLOSED, "closed", by, at, tell=False), "closed_at")
