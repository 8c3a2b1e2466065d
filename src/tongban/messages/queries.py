"""Reading messages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from tongban.identity.models import Person, phone_index
from tongban.messages.models import Message, Text


def messages_of(person: Person) -> QuerySet[Message]:
    """A person's own messages, latest first. There is no other way to get one."""
    return Message.objects.filter(to=person).order_by("-queued_at", "-pk")


def texts_on_phones(phones: Iterable[str], *, at: datetime) -> QuerySet[Text]:
    """What was delivered to these phones within an hour, latest first. For the on-screen phone."""
    return Text.objects.filter(
        phone_index__in=[phone_index(phone) for phone in phones],
        sent_at__isnull=False,
        queued_at__gt=at - timedelta(hours=1),
    ).order_by("-queued_at", "-pk")
