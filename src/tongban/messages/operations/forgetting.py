"""Deleting what was kept long enough, and everything when an account is closed."""

from datetime import datetime, timedelta

from django.db import transaction

from tongban.audit import operations as audit
from tongban.identity.models import Person
from tongban.messages.models import Message, PushDevice, Wishes


@transaction.atomic
def forget_messages(*, kept: timedelta, at: datetime) -> int:
    """Delete messages that were kept long enough, and what they became on their way."""
    return Message.objects.filter(queued_at__lt=at - kept).delete()[0]


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account."""
    gone = Message.objects.filter(to=person).delete()[0]
    gone += Wishes.objects.filter(person=person).delete()[0]
    gone += PushDevice.objects.filter(person=person).delete()[0]
    audit.record("messages.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone
