"""What becomes of visits when an account is closed, and when they were kept long enough."""

from datetime import datetime, timedelta

from django.db import transaction

from tongban.appointments.models import Arrival, Feed, Visit, Wait
from tongban.appointments.rules import LIVE
from tongban.audit import operations as audit
from tongban.identity.models import Person


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: that somebody came stays for the figures of the hall, not who."""
    gone = Visit.objects.filter(holder=person).update(
        holder=None, place=None, visitor="", about="", idempotency_key=None
    )
    for model in (Feed, Wait, Arrival):
        model.objects.filter(person=person).delete()
    audit.record("appointments.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone


@transaction.atomic
def forget_visits(*, kept: timedelta, at: datetime) -> int:
    """Delete visits that were over long enough ago."""
    return Visit.objects.exclude(status__in=LIVE).filter(closed_at__lt=at - kept).delete()[0]
