"""The register of problems: what is told once, who owns it, by when, and what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.catalog.rules.workdays import after_working_days
from tongban.hotline.models import Problem, Request
from tongban.hotline.operations.moving import By, Clock
from tongban.hotline.operations.refusals import (
    DayTooLate,
    HandledIt,
    NotAtThisPost,
    NotCalled,
    NothingSaid,
    ProblemGone,
    ProblemOver,
    ResultMissing,
)
from tongban.hotline.queries.routing import center_of
from tongban.hotline.rules.limits import FOLLOW_UP_DAYS
from tongban.hotline.rules.problems import ENDED, ProblemStatus, Source
from tongban.identity.models import Person
from tongban.messages import operations as messages
from tongban.ratings import operations as ratings


@transaction.atomic
def register(
    *,
    source: Source,
    about: str,
    what: str,
    at: datetime,
    office: Office | None = None,
    region: str = "",
    request: Request | None = None,
    rater: Person | None = None,
    count: int = 1,
    **more: object,
) -> Problem:
    """Put something on the list, once; told again it only counts up."""
    due = after_working_days(localdate(at), FOLLOW_UP_DAYS).on
    values = {
        "what": what[:2000],
        "office": office or center_of(region),
        "region": region,
        "request": request,
        "rater": rater,
        "count": count,
        "opened_at": at,
        "due_on": due,
        **more,
    }
    problem, new = Problem.objects.get_or_create(source=source, about=about, defaults=values)
    if new:
        noted("problem_registered", problem, None, at=at)
    elif count > problem.count:
        problem.count = count
        problem.save(update_fields=["count"])
    return problem


def register_complaint(request: Request, why: str, *, at: datetime) -> Problem:
    """A complaint that was contested, or late for long, is everybody's problem."""
    return register(
        source=Source.COMPLAINT,
        about=request.ref,
        what=why,
        at=at,
        office=request.center,
        region=request.region,
        request=request,
    )


@transaction.atomic
def tell_stuck(
    *, by: Person, text: str, at: datetime, service: str = "", region: str = ""
) -> Problem:
    """Somebody could not get something done (办不成事). Refuses with NothingSaid."""
    if not text.strip():
        raise NothingSaid
    about = f"{service or 'anything'}/{by.public_id}/{at:%Y%m%d%H%M}"
    region = region or by.region
    return register(
        source=Source.STUCK,
        about=about,
        what=text.strip(),
        at=at,
        region=region,
        rater=by,
        to_call=True,
    )


@transaction.atomic
def own_problem(*, problem: Problem, by: Post, at: datetime) -> Problem:
    """Answer for it by name. Refuses with ProblemGone, ProblemOver or NotAtThisPost."""
    held = held_at(problem, by)
    held.owner = by.person
    held.save(update_fields=["owner"])
    return noted("problem_owned", held, by, at=at)


@transaction.atomic
def promise(*, problem: Problem, on: date, by: Post, at: datetime) -> Problem:
    """Say by which day it is put right. Refuses with NotCalled, DayTooLate and as `own_problem`."""
    held = _called(problem, by)
    last = after_working_days(localdate(held.opened_at), FOLLOW_UP_DAYS).on
    if not localdate(at) <= on <= last:
        raise DayTooLate
    held.promised_on, held.status = on, ProblemStatus.DATED
    held.save(update_fields=["promised_on", "status"])
    _tell("problem_dated", held, at=at, on=on.isoformat())
    return noted("problem_dated", held, by, at=at)


@transaction.atomic
def settle(*, problem: Problem, fixed: bool, result: str, by: Post, at: datetime) -> Problem:
    """Write what came of it. Whoever told us is asked to rate again.

    Refuses with ResultMissing, NotCalled and as `own_problem` does.
    """
    held = _called(problem, by)
    if not result.strip():
        raise ResultMissing
    held.status = ProblemStatus.FIXED if fixed else ProblemStatus.DISMISSED
    held.result, held.closed_at = result.strip(), at
    held.save(update_fields=["status", "result", "closed_at"])
    if held.source == Source.RATING:
        ratings.note_result(ref=held.about, mended=fixed, result=held.result, by=by, at=at)
    _tell("problem_settled", held, at=at, result=held.result)
    return noted("problem_settled", held, by, at=at)


def _called(problem: Problem, by: Post) -> Problem:
    """As `held_at`; whoever wants to be called was called. Refuses also with NotCalled."""
    held = held_at(problem, by)
    if held.to_call and held.called_at is None:
        raise NotCalled
    return held


def held_at(problem: Problem, by: Post) -> Problem:
    """A problem of the office, locked, for somebody who did not cause it.

    Refuses with NotAtThisPost, ProblemGone, HandledIt or ProblemOver.
    """
    if by.ended_at or by.role == Role.OPERATOR:
        raise NotAtThisPost
    found = Problem.objects.select_for_update(of=("self",)).select_related("rater", "office")
    held = found.filter(pk=problem.pk, office=by.office).first()
    if held is None or held.rater_id == by.person_id:
        raise ProblemGone
    if held.handler_id == by.person_id:
        raise HandledIt
    if held.status in ENDED:
        raise ProblemOver
    return held


def _tell(action: str, problem: Problem, *, at: datetime, **said: object) -> None:
    if problem.rater:
        messages.queue(f"hotline/{action}", to=problem.rater, about=problem.ref, at=at, params=said)


def noted(action: str, problem: Problem, by: By, *, at: datetime) -> Problem:
    under = by.ref if isinstance(by, Post) else ""
    who = by.person if isinstance(by, Post) else by
    audit.record(f"hotline.{action}", subject=problem, by=who or Clock(), under=under, at=at)
    return problem
