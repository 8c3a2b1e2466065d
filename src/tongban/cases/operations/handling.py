"""What officials do with a case before it is decided."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.cases.models import Case, Pause
from tongban.cases.operations.bundles import go_on
from tongban.cases.operations.holding import at_desk, handled
from tongban.cases.operations.looking import looked
from tongban.cases.operations.moving import Move, move, record
from tongban.cases.operations.refusals import (
    AlreadyPaused,
    DecidedElsewhere,
    MayNot,
    NotNow,
    OwnCase,
    ReasonNeeded,
    SomeoneElses,
)
from tongban.cases.queries.following import stretches_of
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.platforms import is_only_collected
from tongban.cases.rules import WITH_OFFICIALS, Deed, PauseKind, Status, clock, may
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.core.constraints import refusing


@transaction.atomic
def take(*, case: Case, by: Post, at: datetime) -> Case:
    """Make the case one's own. Refuses with SomeoneElses; a chief may take any."""
    case = at_desk(case, by, Deed.TAKE)
    if Status(case.status) not in WITH_OFFICIALS:
        raise NotNow
    if case.handler_id not in (None, by.person_id) and by.role != Role.CHIEF:
        raise SomeoneElses
    case.handler = by.person
    case.save(update_fields=["handler"])
    record(case, "taken", by=by, at=at)
    looked(case, by, "", at=at)
    return case


@transaction.atomic
def assign(*, case: Case, to: Post, by: Post, at: datetime) -> Case:
    """Give the case to a colleague of the same office. Refuses with MayNot."""
    case = at_desk(case, by, Deed.ASSIGN)
    if to.office_id != by.office_id or to.ended_at or not may(to.role, Deed.TAKE):
        raise MayNot
    if to.person_id == case.applicant_id:
        raise OwnCase
    if Status(case.status) not in WITH_OFFICIALS:
        raise NotNow
    case.handler = to.person
    case.save(update_fields=["handler"])
    record(case, "assigned", by=by, at=at, detail={"to": to.ref})
    return case


@transaction.atomic
def open_case(*, case: Case, by: Post, reason: str, at: datetime) -> Case:
    """Look into a case, and tell its applicant who did.

    Its handler needs no reason; anybody else of the office does. Refuses with ReasonNeeded.
    """
    case = at_desk(case, by, Deed.TAKE, copy=True)
    if case.handler_id != by.person_id and not reason.strip():
        raise ReasonNeeded
    looked(case, by, reason.strip(), at=at)
    return case


@transaction.atomic
def accept(*, case: Case, by: Post, at: datetime) -> Case:
    """Take the case in hand: from today the promised time runs.

    Refuses with NotNow, or DecidedElsewhere when it is only collected here.
    """
    case = handled(case, by, Deed.ACCEPT)
    _for_us(case)
    case.accepted_at = at
    case.due_on, case.due_provisional = clock.due(package_of(case).promised, localdate(at))
    if not may(by.role, Deed.DECIDE):
        case.handler = None  # a clerk's part ends here; any officer may go on
    step = Move(Status.ACCEPTED, "accepted", by, at, params={"due_on": case.due_on.isoformat()})
    return move(case, step, "accepted_at", "due_on", "due_provisional", "handler")


@transaction.atomic
def refuse_to_accept(*, case: Case, reason: str, by: Post, at: datetime) -> Case:
    """Say that this office cannot deal with it, and why.

    Refuses with ReasonNeeded, NotNow or DecidedElsewhere.
    """
    case = handled(case, by, Deed.REFUSE_TO_ACCEPT)
    _for_us(case)
    if not reason.strip():
        raise ReasonNeeded
    case.decision_reason, case.decided_at = reason.strip(), at
    case.corrections.filter(answered_at=None).update(answered_at=at)
    step = Move(Status.NOT_ACCEPTED, "not_accepted", by, at, note=reason.strip())
    move(case, step, "decision_reason", "decided_at", "handler")
    go_on(case, at=at)
    return case


def _for_us(case: Case) -> None:
    """Refuses with DecidedElsewhere."""
    if is_only_collected(case):
        raise DecidedElsewhere


@transaction.atomic
def begin_review(*, case: Case, by: Post, at: datetime) -> Case:
    """Begin to look into the matter itself. Refuses with NotNow."""
    case = handled(case, by, Deed.REVIEW)
    if case.status == Status.PAUSED:
        raise NotNow  # `resume` ends a pause, and gives the days back
    return move(case, Move(Status.REVIEWING, "review_begun", by, at), "handler")


@transaction.atomic
def pause(*, case: Case, kind: str, reason: str, by: Post, at: datetime) -> Case:
    """Stop the clock for a named special procedure. Refuses with ReasonNeeded or AlreadyPaused."""
    case = handled(case, by, Deed.PAUSE)
    if not reason.strip():
        raise ReasonNeeded
    if case.status == Status.PAUSED:
        raise AlreadyPaused
    with refusing({"case_is_paused_once": AlreadyPaused}):
        Pause.objects.create(case=case, kind=PauseKind(kind), reason=reason.strip(), started_at=at)
    step = Move(Status.PAUSED, "paused", by, at, note=reason.strip(), detail={"kind": kind})
    return move(case, step, "handler")


@transaction.atomic
def resume(*, case: Case, by: Post, at: datetime) -> Case:
    """Let the clock run again; the paused days are added to the due day. Refuses with NotNow."""
    case = handled(case, by, Deed.PAUSE)
    if case.status != Status.PAUSED or case.accepted_at is None:
        raise NotNow
    Pause.objects.filter(case=case, ended_at=None).update(ended_at=at)
    stretches, _since = stretches_of(case, localdate(at))
    start = localdate(case.accepted_at)
    case.due_on, case.due_provisional = clock.due(package_of(case).promised, start, stretches)
    step = Move(Status.REVIEWING, "resumed", by, at, params={"due_on": case.due_on.isoformat()})
    return move(case, step, "due_on", "due_provisional", "handler")
