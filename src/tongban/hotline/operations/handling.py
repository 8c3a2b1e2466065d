"""What an office does with a request: take it, answer it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.catalog.models import Post
from tongban.hotline.models import Request
from tongban.hotline.operations.holding import at_office, handled, seen
from tongban.hotline.operations.moving import Move, names_of, took
from tongban.hotline.operations.refusals import AnswerMissing, NotYours
from tongban.hotline.queries import has_opened
from tongban.hotline.rules import AT_WORK, Status
from tongban.privacy import operations as privacy


@transaction.atomic
def take(*, request: Request, by: Post, at: datetime) -> Request:
    """Deal with it oneself. Refuses with NotYours, NotNow and what `at_office` refuses."""
    held = at_office(request, by)
    if held.handler_id not in (None, by.person_id):
        raise NotYours
    held.handler = by.person
    _looked(held, by, at=at)
    move = Move(Status.HANDLING, "taken", by, at, who=names_of(by.office))
    return took(held, move, "handler")


@transaction.atomic
def reply(*, request: Request, answer: str, by: Post, at: datetime) -> Request:
    """Answer it; the asker is told at once. Refuses with AnswerMissing and what `handled` does."""
    held = handled(request, by)
    if not answer.strip():
        raise AnswerMissing
    held.answer, held.answered_at = answer.strip(), at
    move = Move(Status.ANSWERED, "answered", by, at, note=answer.strip(), who=names_of(by.office))
    return took(held, move, "handler", "answer", "answered_at")


@transaction.atomic
def look(*, request: Request, by: Post, at: datetime) -> Request:
    """Write down that an official reads who asked and what; the asker sees it in their list.

    Once per official, request and day. Refuses with RequestGone or NotAtThisPost.
    """
    held = seen(request, by)
    _looked(held, by, at=at)
    return held


def _looked(request: Request, by: Post, *, at: datetime) -> None:
    if request.asker is None or has_opened(request, by, at=at):
        return
    fields = ["text", "photos", "place"] if request.confidential else ["text", "name", "phone"]
    privacy.record_access(
        person=request.asker,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=request.ref,
        fields=fields,
        reason=_why(request),
        at=at,
    )


def _why(request: Request) -> str:
    # Kept in the language of the state; the asker's page shows it as it was written.
    with override("zh-hans"):
        return _("Answering this request") if request.status in AT_WORK else _("Following it up")
