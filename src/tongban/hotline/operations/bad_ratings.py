"""One or two stars: a work order at once, a call by name, an appeal, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from tongban.catalog.models import Office, Post
from tongban.catalog.queries import desk_of
from tongban.catalog.rules import Role
from tongban.core.languages import in_every_language
from tongban.hotline.models import Problem
from tongban.hotline.operations.problems import held_at, noted, register
from tongban.hotline.operations.refusals import (
    HandledIt,
    NoCallWanted,
    NotAtThisPost,
    ReasonMissing,
)
from tongban.hotline.queries.problems import office_coded
from tongban.hotline.queries.routing import center_of
from tongban.hotline.rules.problems import ProblemStatus, Source
from tongban.identity.models import Person
from tongban.messages import operations as messages
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.rules import HIDDEN_FOR

PURPOSE: Final = "improve"
CALLING_BACK: Final = gettext_noop("Calling you back about what you told us")


def follow_up(*, rating: Rating, at: datetime) -> Problem:
    """Somebody else than who handled it calls back (R40); who did sees it when it is sealed."""
    handler = rating.occasion.clerk if rating.occasion else None
    return register(
        source=Source.RATING,
        about=rating.ref,
        what=rating.comment or f"{rating.level}/5",
        at=at,
        office=_office_for(rating, handler),
        rater=rating.rater,
        handler=handler,
        shown_at=at + HIDDEN_FOR,
        to_call=rating.may_call and rating.rater is not None,
    )


def _office_for(rating: Rating, handler: Person | None) -> Office | None:
    """The rated office, if anybody else works there; otherwise the hotline's desk."""
    office = office_coded(rating.office)
    if office is None:
        return None
    others = office.posts.filter(ended_at=None).exclude(role=Role.OPERATOR)
    alone = handler is not None and not others.exclude(person=handler).exists()
    return center_of(office.region.code) if alone else office


@transaction.atomic
def call_back(*, problem: Problem, by: Post, at: datetime) -> Problem:
    """The owner calls whoever told us; that they see the name and phone is written down.

    Refuses with NoCallWanted, and as `own_problem` does.
    """
    held = held_at(problem, by)
    if held.rater is None or not held.to_call:
        raise NoCallWanted
    held.owner, held.called_at = by.person, at
    held.save(update_fields=["owner", "called_at"])
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
    return noted("problem_called", held, by, at=at)


@transaction.atomic
def appeal(*, problem: Problem, reason: str, by: Post, at: datetime) -> Problem:
    """Say that a rating was given in bad faith or by mistake; somebody else decides, by `judge`.

    Once. Refuses with ReasonMissing, NotAtThisPost and as `own_problem` does.
    """
    held = held_at(problem, by)
    if not reason.strip():
        raise ReasonMissing
    if held.source != Source.RATING or held.contested_at:
        raise NotAtThisPost
    held.contested_at, held.appeal, held.appealed_by = at, reason.strip(), by.person
    held.save(update_fields=["contested_at", "appeal", "appealed_by"])
    return noted("rating_contested", held, by, at=at)


@transaction.atomic
def judge(*, problem: Problem, malicious: bool, reason: str, by: Post, at: datetime) -> Problem:
    """A chief decides an appeal: neither who handled it nor who appealed.

    Upheld, the rating is kept and not counted; otherwise the work order goes on.
    Refuses with NotAtThisPost, HandledIt, ReasonMissing and as `own_problem` does.
    """
    held = held_at(problem, by)
    if by.role != Role.CHIEF or held.contested_at is None or held.malicious is not None:
        raise NotAtThisPost
    if held.appealed_by_id == by.person_id:
        raise HandledIt
    if not reason.strip():
        raise ReasonMissing
    held.malicious, held.result = malicious, reason.strip()
    if malicious:
        held.status, held.closed_at = ProblemStatus.DISMISSED, at
        ratings.set_aside(ref=held.about, by=by, at=at)
    held.save(update_fields=["malicious", "result", "status", "closed_at"])
    return noted("rating_judged", held, by, at=at)


@transaction.atomic
def hear_result(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """Another node says what came of a bad rating that was given here: its rater is told."""
    rating = ratings.hear_result(said=said, source=source, at=at)
    if rating and rating.rater and rating.occasion and rating.result:
        messages.queue(
            "hotline/rating_followed_up",
            to=rating.rater,
            about=rating.occasion.ref,
            at=at,
            params={"result": rating.result},
        )
