"""What the hotline's own desk does: dispatch, join, supervise, refuse, go up a level."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.catalog.models import Authority, Post
from tongban.catalog.queries import authority_with_code
from tongban.catalog.rules.workdays import after_working_days
from tongban.federation.queries import HERE
from tongban.hotline.models import Request
from tongban.hotline.operations.custody import send_off
from tongban.hotline.operations.holding import at_center, unattended
from tongban.hotline.operations.moving import Move, names_of, took
from tongban.hotline.operations.refusals import (
    CannotJoin,
    NobodyThere,
    NoSuchAuthority,
    NotNow,
    ReasonMissing,
)
from tongban.hotline.queries.routing import node_of, office_of
from tongban.hotline.rules import AT_WORK, WITH_OFFICIALS, Level, Status, above
from tongban.hotline.rules.limits import CONTESTED_DAYS


@transaction.atomic
def dispatch(
    *, request: Request, authority: str, by: Post, at: datetime, note: str = ""
) -> Request:
    """Give it to the authority that answers, here or at another platform.

    Refuses with NoSuchAuthority, NobodyThere, NotNow and what `at_center` refuses.
    """
    held = at_center(request, by)
    held.authority = _authority(authority)
    held.office = office_of(held.authority, held.region)
    if held.office is None:
        raise NobodyThere
    held.handler = None
    who = names_of(held.authority)
    move = Move(Status.DISPATCHED, "dispatched", by, at, note=note.strip(), who=who)
    took(held, move, "authority", "office", "handler")
    going = node_of(held)
    if going != HERE:
        send_off(held, going, by=None, at=at)
    return held


def _authority(code: str) -> Authority:
    found = authority_with_code(code)
    if found is None:
        raise NoSuchAuthority
    return found


@transaction.atomic
def join(*, request: Request, main: str, by: Post, at: datetime) -> Request:
    """Say that it repeats another request, or has the same cause; it gets that one's answer.

    `main` is the number of the other one. Refuses with CannotJoin and what `at_center` refuses.
    """
    held = at_center(request, by)
    reference = main.strip().upper()
    other = Request.objects.filter(center=by.office, reference=reference).first()
    if other is None or other.pk == held.pk or other.main_id or other.status not in WITH_OFFICIALS:
        raise CannotJoin
    if held.joined.exists():
        raise CannotJoin
    held.main, held.handler = other, None
    who = {"zh": other.reference}
    return took(held, Move(Status.MERGED, "joined", by, at, who=who), "main", "handler")


@transaction.atomic
def refuse_to_accept(*, request: Request, reason: str, by: Post, at: datetime) -> Request:
    """Say why the hotline cannot take it up, such as a matter before a court.

    Refuses with ReasonMissing and what `at_center` refuses.
    """
    held = at_center(request, by)
    if not reason.strip():
        raise ReasonMissing
    held.answer = reason.strip()
    move = Move(Status.NOT_ACCEPTED, "not_accepted", by, at, note=held.answer)
    return took(held, move, "answer")


@transaction.atomic
def supervise(*, request: Request, note: str, by: Post, at: datetime) -> Request:
    """Remind the office that answers; the request is marked. Refuses with ReasonMissing, NotNow."""
    held = at_center(request, by)
    if not note.strip():
        raise ReasonMissing
    if held.status not in AT_WORK:
        raise NotNow
    held.supervised_at = at
    move = Move(Status(held.status), "supervised", by, at, note=note.strip(), stays=True)
    return took(held, move, "supervised_at")


@transaction.atomic
def supervise_late(*, request: Request, at: datetime) -> Request:
    """Its last day is over: mark it, as the clock says. Refuses with NotNow."""
    held = unattended(request)
    if held.status not in WITH_OFFICIALS or held.supervised_at or not _is_late(held, at):
        raise NotNow
    held.supervised_at = at
    move = Move(Status(held.status), "overdue", None, at, stays=True)
    return took(held, move, "supervised_at")


@transaction.atomic
def escalate(*, request: Request, at: datetime) -> Request:
    """It is late for long: the next level has it now, with a new day. Refuses with NotNow."""
    held = unattended(request)
    level = above(held.level)
    if held.status not in WITH_OFFICIALS or not _is_late(held, at) or level == held.level:
        raise NotNow
    _raise(held, level, at=at)
    move = Move(Status(held.status), "escalated", None, at, who=LEVELS[level], stays=True)
    return took(held, move, "level", "handler", "due_on", "due_provisional")


LEVELS = {  # as a step keeps them, in the languages of the platform
    Level.AUTHORITY: {"zh": "承办单位", "en": "the authority", "ko": "담당 기관"},
    Level.SUPERIOR: {"zh": "上级单位", "en": "the superior", "ko": "상급 기관"},
    Level.GOVERNMENT: {"zh": "当地政府", "en": "the government", "ko": "관할 정부"},
}


def _raise(request: Request, level: Level, *, at: datetime) -> None:
    request.level, request.handler = level, None
    request.due_on, request.due_provisional = after_working_days(localdate(at), CONTESTED_DAYS)


def _is_late(request: Request, at: datetime) -> bool:
    return request.due_on is not None and request.due_on < localdate(at)
