"""Giving a rating: online, with the code at the counter, by text, on paper; and a second one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.core.constraints import refusing
from tongban.core.refusal import KeyReused
from tongban.identity.models import Person
from tongban.ratings import providers
from tongban.ratings.models import Norm, Occasion, Rating
from tongban.ratings.operations.refusals import (
    ONCE,
    HandledIt,
    NoSuchLevel,
    NotFollowedUp,
    NothingToRate,
    NotUnderstood,
    TooLateToRate,
    WrongTag,
)
from tongban.ratings.operations.telling import tell
from tongban.ratings.queries.giving import occasion_to_enter, occasion_to_text
from tongban.ratings.rules import (
    BY_STAFF,
    LOW,
    WITHIN,
    How,
    Level,
    Obtained,
    Opinion,
    fits,
    opinion_in,
)


class Somebody:
    """Whoever holds the code of a counter; we do not ask who it is."""

    public_id = UUID(int=0)


@transaction.atomic
def rate(
    *,
    occasion: Occasion,
    opinion: Opinion,
    by: Person | None,
    at: datetime,
    how: How | None = None,
    idempotency_key: str | None = None,
) -> Rating:
    """Say how a finished thing went. The same key with the same words gives the same rating.

    Only whoever it was for; without anybody only with the code of the counter. A bad one opens a
    work order at once.

    Refuses with NothingToRate, TooLateToRate, AlreadyRated, NoSuchLevel, WrongTag or KeyReused.
    """
    how = how or How()
    if by != occasion.rater if by else how.obtained != Obtained.QR:
        raise NothingToRate
    said = _said(occasion, opinion)
    if before := _said_before(by, idempotency_key, said):
        return before
    if at > occasion.ended_at + WITHIN:
        raise TooLateToRate
    return _given(occasion, said, how, by=by, at=at, idempotency_key=idempotency_key)


@transaction.atomic
def rate_by_text(*, phone: str, text: str, at: datetime) -> Rating:
    """What somebody answered to a text: about the latest thing they can rate.

    Refuses with NothingToRate, or NotUnderstood.
    """
    occasion = occasion_to_text(phone, at=at)
    if occasion is None:
        raise NothingToRate
    opinion = opinion_in(text)
    if opinion is None:
        raise NotUnderstood
    said = _said(occasion, opinion)
    return _given(occasion, said, How("sms", Obtained.SMS), by=occasion.rater, at=at)


@transaction.atomic
def enter(*, reference: str, opinion: Opinion, obtained: str, by: Post, at: datetime) -> Rating:
    """Staff write down what somebody said on paper or on the phone; who did is kept.

    Refuses with NothingToRate, HandledIt, and as `rate` does.
    """
    occasion = occasion_to_enter(by.office.code, reference, at=at)
    if occasion is None or by.ended_at or by.role == Role.OPERATOR or obtained not in BY_STAFF:
        raise NothingToRate
    if by.person_id in (occasion.clerk_id, occasion.rater_id):
        raise HandledIt
    said = _said(occasion, opinion) | {"entered_by": by.person}
    channel = "counter" if obtained == Obtained.PAPER else "phone"
    return _given(occasion, said, How(channel, obtained), by=occasion.rater, at=at, under=by.ref)


@transaction.atomic
def rate_again(*, first: Rating, opinion: Opinion, by: Person, at: datetime) -> Rating:
    """The second rating, after what came of a bad one. The first stays as it is.

    Refuses with NothingToRate, NotFollowedUp, AlreadyRated, NoSuchLevel or WrongTag.
    """
    held = Rating.objects.select_related("occasion").filter(pk=first.pk, rater=by, round=1).first()
    if held is None or held.occasion is None:
        raise NothingToRate
    if held.mended is None:
        raise NotFollowedUp
    said = _said(held.occasion, opinion) | {"round": 2}
    return _given(held.occasion, said, How(), by=by, at=at)


def _said(occasion: Occasion, opinion: Opinion) -> dict[str, Any]:
    return {
        "about": occasion.about,
        "level": opinion.level,
        "norms": list(opinion.norms),
        "comment": opinion.comment.strip(),
        "may_call": opinion.may_call,
    }


def _given(
    occasion: Occasion,
    said: Mapping[str, Any],
    how: How,
    *,
    by: Person | None,
    at: datetime,
    under: str = "",
    idempotency_key: str | None = None,
) -> Rating:
    _fitting(said["level"], said["norms"])
    with refusing(ONCE):
        rating = Rating.objects.create(
            **said,
            occasion=occasion,
            kind=occasion.kind,
            service=occasion.service,
            authority=occasion.authority,
            office=occasion.office,
            node=occasion.node,
            rater=occasion.rater,
            channel=how.channel,
            obtained=how.obtained,
            idempotency_key=idempotency_key,
            rated_at=at,
        )
    who = rating.entered_by or by or Somebody()
    audit.record("ratings.rated", subject=rating, by=who, under=under, at=at)
    tell(rating, occasion, at=at)
    follow_up_if_bad(rating, at=at)
    return rating


def follow_up_if_bad(rating: Rating, *, at: datetime) -> None:
    """One or two stars for work of ours: a work order, at once."""
    if rating.level in LOW and rating.round == 1 and not rating.node:
        providers.follower()(rating=rating, at=at)


def _fitting(level: int, tags: list[str]) -> None:
    """Refuses with NoSuchLevel or WrongTag."""
    if level not in Level.values:
        raise NoSuchLevel
    if tags:
        offered = Norm.objects.filter(level=level, in_use=True).values_list("code", flat=True)
        if not fits(tags, list(offered)):
            raise WrongTag


def _said_before(by: Person | None, key: str | None, said: Mapping[str, object]) -> Rating | None:
    """What the same key stands for already. Refuses with KeyReused if that is something else."""
    before = by.ratings.filter(idempotency_key=key).first() if by and key else None
    if before and any(getattr(before, name) != value for name, value in said.items()):
        raise KeyReused
    return before
