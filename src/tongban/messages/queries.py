"""Reading messages."""

from django.db.models import QuerySet

from tongban.identity.models import Person
from tongban.messages.models import Message


def messages_of(person: Person) -> QuerySet[Message]:
    """A person's own messages, latest first. There is no other way to get one."""
    return Message.objects.filter(to=person).order_by("-queued_at", "-pk")
