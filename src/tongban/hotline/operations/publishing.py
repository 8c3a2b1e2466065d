"""Showing an answered request to everybody: masked by rule, read by a person, then published."""

from datetime import datetime

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.hotline.models import Publication, Request
from tongban.hotline.operations.holding import at_center
from tongban.hotline.operations.refusals import NotClosed, NothingSaid
from tongban.hotline.rules import Status
from tongban.hotline.rules.contents import masked


@transaction.atomic
def publish(*, request: Request, text: str, answer: str, by: Post, at: datetime) -> Publication:
    """Show these words, which somebody has read; they are masked once more all the same.

    Refuses with NotClosed, NothingSaid and what `at_center` refuses.
    """
    held = at_center(request, by)
    if held.status != Status.CLOSED or not held.may_publish:
        raise NotClosed
    names = [held.asker.name] if held.asker else [held.caller.get("name", "")]
    words = [masked(each.strip(), *names) for each in (text, answer)]
    if not all(words):
        raise NothingSaid
    shown, _new = Publication.objects.update_or_create(
        request=held,
        defaults={
            "text": words[0],
            "answer": words[1],
            "published_at": at,
            "by": by.person,
            "withdrawn_at": None,
        },
    )
    audit.record("hotline.published", subject=held, by=by.person, under=by.ref, at=at)
    return shown


@transaction.atomic
def take_off(*, request: Request, by: Post, at: datetime) -> Request:
    """Show it to nobody any more. Refuses with what `at_center` refuses."""
    held = at_center(request, by)
    Publication.objects.filter(request=held).update(withdrawn_at=at)
    audit.record("hotline.taken_off", subject=held, by=by.person, under=by.ref, at=at)
    return held
