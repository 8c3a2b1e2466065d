"""The register of problems: what is told once, who owns it, by when, and what came of it."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.catalog.models import Office, Post
from tongban.catalog.queries import desk_of
from tongban.catalog.rules import Role
from tongban.catalog.rules.workdays import after_working_days
from tongban.core.languages import in_every_language
from tongban.hotline.models import Problem, Request
from tongban.hotline.operations.moving import By, Clock
from tongban.hotline.operations.refusals import (
    DayTooLate,
    NotAtThisPost,
    NotCalled,
    NothingSaid,
    NotOverYet,
    ProblemGone,
    ProblemOver,
    ReasonMissing,
    ResultMissing,
)
from tongban.hotline.queries.routing import center_of
from tongban.hotline.rules.limits import FOLLOW_UP_DAYS
from tongban.hotline.rules.problems import ENDED, ProblemStatus, Source
from tongban.identity.models import Person
from tongban.messages import operations as messages
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.rules import Opinion

FOLLOWED_UP = "follow-up"
PURPOSE: Final = "improve"
CALLING_BACK: Final = gettext_noop("Calling you back about what you told us")


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
    }
    problem, new = Problem.objects.get_or_create(source=source, about=about, defaults=values)
    if new:
        _noted("problem_registered", problem, None, at=at)
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


def follow_up(*, rating: Rating, office: Office | None, at: datetime) -> Problem:
    """One or two stars: somebody calls back (R40). Who handled it never learns who rated."""
    return register(
        source=Source.RATING,
        about=rating.ref,
        what=rating.comment or f"{rating.level}/5 · {rating.service}",
        at=at,
        office=office,
        rater=rating.rater,
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
        source=Source.STUCK, about=about, what=text.strip(), at=at, region=region, rater=by
    )


@transaction.atomic
def own_problem(*, problem: Problem, by: Post, at: datetime) -> Problem:
    """Answer for it by name. Refuses with ProblemGone, ProblemOver or NotAtThisPost."""
    held = _held(problem, by)
    held.owner = by.person
    held.save(update_fields=["owner"])
    return _noted("problem_owned", held, by, at=at)


@transaction.atomic
def call_back(*, problem: Problem, by: Post, at: datetime) -> Problem:
    """The owner calls whoever told us; that they see the name and phone is written down."""
    held = _held(problem, by)
    held.owner, held.called_at = by.person, at
    held.save(update_fields=["owner", "called_at"])
    if held.rater:
        privacy.record_access(
            person=held.rater,
            by=by.person,
            under=by.ref,
            office=by.office.names,
            about=held.ref,
            fields=["name", "phone"],
            reason=CALLING_BACK,
            at=at,
            shown=Shown(
                **desk_of(by), matter=in_every_language(Source(held.source).label), purpose=PURPOSE
            ),
        )
    return _noted("problem_called", held, by, at=at)


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
    return _noted("problem_dated", held, by, at=at)


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
    _tell("problem_settled", held, at=at, result=held.result)
    return _noted("problem_settled", held, by, at=at)


@transaction.atomic
def rate_again(*, problem: Problem, level: int, by: Person, at: datetime) -> Rating:
    """The second rating, after what came of the first. Once.

    Refuses with ProblemGone, NotOverYet and what `ratings.rate` refuses.
    """
    held = Problem.objects.select_for_update(of=("self",)).filter(pk=problem.pk, rater=by).first()
    if held is None:
        raise ProblemGone
    if held.status not in ENDED:
        raise NotOverYet
    office = held.office.code if held.office else ""
    return ratings.rate(
        about=held.ref, service=FOLLOWED_UP, office=office, opinion=Opinion(level), by=by, at=at
    )


@transaction.atomic
def call_malicious(*, problem: Problem, reason: str, by: Post, at: datetime) -> Problem:
    """Appeal against a rating; a chief decides it with `judge`. Refuses with ReasonMissing."""
    held = _held(problem, by)
    if not reason.strip():
        raise ReasonMissing
    held.contested_at, held.result = at, reason.strip()
    held.save(update_fields=["contested_at", "result"])
    return _noted("rating_contested", held, by, at=at)


@transaction.atomic
def judge(*, problem: Problem, malicious: bool, reason: str, by: Post, at: datetime) -> Problem:
    """A chief says whether a rating was malicious. It stays on record either way.

    Refuses with NotAtThisPost, ReasonMissing and as `own_problem` does.
    """
    held = _held(problem, by)
    if by.role != Role.CHIEF or held.contested_at is None:
        raise NotAtThisPost
    if not reason.strip():
        raise ReasonMissing
    held.malicious, held.result = malicious, reason.strip()
    if malicious:
        held.status, held.closed_at = ProblemStatus.DISMISSED, at
    held.save(update_fields=["malicious", "result", "status", "closed_at"])
    return _noted("rating_judged", held, by, at=at)


def _called(problem: Problem, by: Post) -> Problem:
    held = _held(problem, by)
    if held.rater_id and held.called_at is None:
        raise NotCalled
    return held


def _held(problem: Problem, by: Post) -> Problem:
    if by.ended_at or by.role == Role.OPERATOR:
        raise NotAtThisPost
    found = Problem.objects.select_for_update(of=("self",)).select_related("rater", "office")
    held = found.filter(pk=problem.pk, office=by.office).first()
    if held is None or held.rater_id == by.person_id:
        raise ProblemGone
    if held.status in ENDED:
        raise ProblemOver
    return held


def _tell(action: str, problem: Problem, *, at: datetime, **said: object) -> None:
    if problem.rater:
        messages.queue(f"hotline/{action}", to=problem.rater, about=problem.ref, at=at, params=said)


def _noted(action: str, problem: Problem, by: By, *, at: datetime) -> Problem:
    under = by.ref if isinstance(by, Post) else ""
    who = by.person if isinstance(by, Post) else by
    audit.record(f"hotline.{action}", subject=problem, by=who or Clock(), under=under, at=at)
    return problem
