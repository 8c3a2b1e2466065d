"""What the office that answers does with a request: read it, take it, answer it, send it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.catalog.rules import Role
from tongban.core.languages import in_every_language
from tongban.federation.queries import HERE
from tongban.hotline.models import Request
from tongban.hotline.operations.custody import give_back, tell_origin
from tongban.hotline.operations.following import follow
from tongban.hotline.operations.holding import at_office, handled, seen
from tongban.hotline.operations.moving import Move, names_of, took
from tongban.hotline.operations.photos import Kept, give, stored
from tongban.hotline.operations.refusals import (
    AnswerMissing,
    EvidenceMissing,
    NotYours,
    ReasonMissing,
    SeenByChief,
    SentBackEnough,
)
from tongban.hotline.queries import has_opened, shows_asker
from tongban.hotline.rules import AT_WORK, Kind, Level, Status
from tongban.hotline.rules.limits import MOST_BOUNCES, PROVEN
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

PURPOSE: Final = "answer"
ANSWERING: Final = gettext_noop("Answering this request")  # translated where it is read
FOLLOWING_UP: Final = gettext_noop("Following it up")


@transaction.atomic
def look(*, request: Request, by: Post, at: datetime) -> Request:
    """Write down that an official reads who asked and what; the asker sees it in their list.

    Once per official, request and day. Refuses with RequestGone or NotAtThisPost.
    """
    held = seen(request, by)
    _looked(held, by, at=at)
    return held


@transaction.atomic
def take(*, request: Request, by: Post, at: datetime) -> Request:
    """Deal with it oneself. Refuses with NotYours, NotNow and what `at_office` refuses."""
    held = at_office(request, by)
    if held.handler_id not in (None, by.person_id):
        raise NotYours
    held.handler = by.person
    _looked(held, by, at=at)
    move = Move(Status.HANDLING, "taken", by, at, who=names_of(by.office))
    took(held, move, "handler")
    tell_origin(held, at=at)
    return held


def reply(
    *,
    request: Request,
    answer: str,
    by: Post,
    at: datetime,
    evidence: str = "",
    photos: Sequence[bytes] = (),
) -> Request:
    """Answer it; the asker is told at once. What was done is said or shown, where that counts.

    Refuses with AnswerMissing, EvidenceMissing, SeenByChief, as photos are refused, and what
    `handled` refuses.
    """
    with stored(photos) as kept:
        return _replied(request, answer.strip(), evidence.strip(), kept, by=by, at=at)


@transaction.atomic
def _replied(
    request: Request, answer: str, evidence: str, kept: Sequence[Kept], *, by: Post, at: datetime
) -> Request:
    held = handled(request, by)
    if held.level != Level.AUTHORITY and by.role != Role.CHIEF:
        raise SeenByChief
    if not answer:
        raise AnswerMissing
    if held.kind in PROVEN and not (evidence or kept):
        raise EvidenceMissing
    held.answer, held.evidence, held.answered_at = answer, evidence, at
    give(held, kept, purpose="evidence", at=at)
    move = Move(Status.ANSWERED, "answered", by, at, note=answer, who=names_of(by.office))
    took(held, move, "handler", "answer", "evidence", "answered_at")
    follow(held, at=at)
    if held.origin != HERE:
        give_back(held, at=at)
    return held


@transaction.atomic
def send_back(*, request: Request, reason: str, by: Post, at: datetime) -> Request:
    """Say that another authority is responsible. Counted, and shown to whoever asked.

    Refuses with ReasonMissing, SentBackEnough and what `handled` refuses.
    """
    held = handled(request, by)
    if not reason.strip():
        raise ReasonMissing
    if held.bounces >= MOST_BOUNCES:
        raise SentBackEnough
    held.bounces += 1
    held.handler = None
    who = names_of(held.authority) or names_of(by.office)
    move = Move(Status.RECEIVED, "sent_back", by, at, note=reason.strip(), who=who)
    took(held, move, "handler", "bounces")
    if held.origin != HERE:
        give_back(held, at=at)
    return held


def _looked(request: Request, by: Post, *, at: datetime) -> None:
    if request.asker is None or has_opened(request, by, at=at):
        return
    fields = ["text", "place", "photos"]
    if shows_asker(request, by):
        fields += ["name", "phone"]
    privacy.record_access(
        person=request.asker,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=request.ref,
        fields=fields,
        reason=ANSWERING if request.status in AT_WORK else FOLLOWING_UP,
        at=at,
        shown=Shown(
            **desk_of(by), matter=in_every_language(Kind(request.kind).label), purpose=PURPOSE
        ),
    )
