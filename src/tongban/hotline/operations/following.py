"""Requests that were joined with another one go where that one goes."""

from datetime import datetime

from tongban.hotline.models import Request
from tongban.hotline.operations.moving import Move, took
from tongban.hotline.rules import Status


def follow(main: Request, *, at: datetime) -> None:
    """Give every request that was joined with this one the same answer, or the same end."""
    joined = Request.objects.filter(main=main, status__in=[Status.MERGED, Status.ANSWERED])
    found = joined.select_related("authority", "office", "center", "asker")
    for each in found.select_for_update(of=("self",)).order_by("pk"):
        each.answer, each.evidence, each.answered_at = main.answer, main.evidence, main.answered_at
        fields = ["answer", "evidence", "answered_at"]
        if main.status == Status.CLOSED:
            each.closed_at, each.solved = main.closed_at, main.solved
            fields += ["closed_at", "solved"]
            took(each, Move(Status.CLOSED, "closed", None, at), *fields)
        elif each.status == Status.MERGED:
            took(each, Move(Status.ANSWERED, "answered", None, at, note=main.answer), *fields)
