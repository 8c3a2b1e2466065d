"""After the answer: asking back, closing, contesting, withdrawing."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.catalog.models import Post
from tongban.catalog.rules.workdays import after_working_days
from tongban.federation.queries import HERE
from tongban.hotline.models import Request
from tongban.hotline.operations.custody import send_off, tell_those_who_had_it
from tongban.hotline.operations.dispatching import LEVELS
from tongban.hotline.operations.following import follow
from tongban.hotline.operations.holding import at_center, own, unattended
from tongban.hotline.operations.moving import By, Move, took
from tongban.hotline.operations.problems import register_complaint
from tongban.hotline.operations.refusals import (
    AtAnotherPlatform,
    EvidenceMissing,
    NothingAbove,
    NotNow,
    NotVisited,
    ReasonMissing,
    TooLate,
)
from tongban.hotline.queries.routing import node_of
from tongban.hotline.rules import CONTESTABLE, Level, Status, above
from tongban.hotline.rules.limits import (
    CONTESTED_DAYS,
    MAY_CONTEST,
    PROVEN,
    TO_CLOSE_QUIETLY,
    VISITED,
)
from tongban.identity.models import Person
from tongban.ratings import operations as ratings


@transaction.atomic
def confirm(*, request: Request, by: Person, at: datetime) -> Request:
    """Whoever asked says that it is solved, and it is closed. Refuses with RequestGone or NotNow."""
    held = _mine(request, by)
    held.solved, held.visited_at = True, at
    return _closed(held, "confirmed", by, at=at)


@transaction.atomic
def visit(*, request: Request, solved: bool, note: str, by: Post, at: datetime) -> Request:
    """Write down what whoever asked said when they were asked back (回访).

    Solved closes it, if what was done is proven; not solved gives it back one level up.
    Refuses with ReasonMissing, EvidenceMissing, NothingAbove, NotNow and what `at_center` refuses.
    """
    held = at_center(request, by)
    if not note.strip():
        raise ReasonMissing
    if held.status != Status.ANSWERED:
        raise NotNow
    held.solved, held.visited_at = solved, at
    if not solved:
        return _reopened(held, note.strip(), by, at=at)
    if held.kind in PROVEN and not _is_proven(held):
        raise EvidenceMissing
    return _closed(held, "visited", by, at=at, note=note.strip())


@transaction.atomic
def close_quietly(*, request: Request, at: datetime) -> Request:
    """Nobody contested the answer in time. Refuses with NotVisited, NotNow."""
    held = unattended(request)
    if held.kind in VISITED:
        raise NotVisited
    if held.status != Status.ANSWERED or not _is_old(held, at):
        raise NotNow
    return _closed(held, "closed", None, at=at)


@transaction.atomic
def contest(*, request: Request, reason: str, by: Person, at: datetime) -> Request:
    """Say why the answer will not do: it goes one level up, with a shorter limit.

    Refuses with RequestGone, ReasonMissing, NothingAbove, TooLate, AtAnotherPlatform or NotNow.
    """
    held = _mine(request, by)
    if not reason.strip():
        raise ReasonMissing
    if held.status not in CONTESTABLE:
        raise NotNow
    if held.closed_at and at > held.closed_at + MAY_CONTEST:
        raise TooLate
    return _reopened(held, reason.strip(), by, at=at)


@transaction.atomic
def withdraw(*, request: Request, by: Person, at: datetime) -> Request:
    """Take it back while nobody has answered. Refuses with RequestGone, AtAnotherPlatform, NotNow."""
    held = _mine(request, by)
    held.handler = None
    return took(held, Move(Status.WITHDRAWN, "withdrawn", by, at), "handler")


def _mine(request: Request, by: Person) -> Request:
    held = own(request, by)
    if held.custodian != HERE:
        raise AtAnotherPlatform
    return held


def _closed(request: Request, action: str, by: By, *, at: datetime, note: str = "") -> Request:
    request.closed_at = at
    move = Move(Status.CLOSED, action, by, at, note=note)
    took(request, move, "closed_at", "solved", "visited_at")
    follow(request, at=at)
    tell_those_who_had_it(request, at=at)
    return request


def _reopened(request: Request, reason: str, by: By, *, at: datetime) -> Request:
    if request.level == Level.GOVERNMENT:
        raise NothingAbove
    ratings.take_back(about=request.ref)
    request.level = above(request.level)
    request.contests += 1
    request.handler, request.closed_at, request.supervised_at = None, None, at
    request.due_on, request.due_provisional = after_working_days(localdate(at), CONTESTED_DAYS)
    never_taken = request.status == Status.NOT_ACCEPTED or request.authority is None
    status = Status.RECEIVED if never_taken else Status.DISPATCHED
    who = LEVELS[Level(request.level)]
    fields = ["level", "contests", "handler", "closed_at", "supervised_at", "solved"]
    fields += ["visited_at", "due_on", "due_provisional"]
    took(request, Move(status, "contested", by, at, note=reason, who=who), *fields)
    if request.kind in VISITED:
        register_complaint(request, reason, at=at)
    going = node_of(request)
    if going != HERE:
        send_off(request, going, by=None, at=at)
    return request


def _is_proven(request: Request) -> bool:
    return bool(request.evidence) or request.photos.filter(purpose="evidence").exists()


def _is_old(request: Request, at: datetime) -> bool:
    if request.answered_at is None:
        return False
    last = after_working_days(localdate(request.answered_at), TO_CLOSE_QUIETLY).on
    return localdate(at) > last
