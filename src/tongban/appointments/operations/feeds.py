"""The secret address of a person's calendar."""

import secrets
from datetime import datetime

from django.db import transaction

from tongban.appointments.models import Feed
from tongban.appointments.queries.visits import feed_index
from tongban.audit import operations as audit
from tongban.identity.models import Actor


@transaction.atomic
def make_feed(*, by: Actor, at: datetime) -> Feed:
    """A new address; the one before holds no longer."""
    Feed.objects.filter(person=by.person, ended_at=None).update(ended_at=at)
    secret = secrets.token_urlsafe(24)
    feed = Feed.objects.create(
        person=by.person, secret=secret, index=feed_index(secret), made_at=at
    )
    audit.record("appointments.feed_made", subject=by.person, by=by, at=at)
    return feed


@transaction.atomic
def end_feed(*, by: Actor, at: datetime) -> None:
    """No calendar finds anything there any more; twice is once."""
    if Feed.objects.filter(person=by.person, ended_at=None).update(ended_at=at):
        audit.record("appointments.feed_ended", subject=by.person, by=by, at=at)
