"""Reading messages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template

from tongban.catalog.models import in_language
from tongban.identity.models import Person, phone_index
from tongban.messages.models import Delivery, Message
from tongban.messages.rules import Channel


class Words(NamedTuple):
    title: str
    body: str


def messages_of(person: Person) -> QuerySet[Message]:
    """A person's own messages, latest first. There is no other way to get one."""
    return Message.objects.filter(to=person).order_by("-queued_at", "-pk")


def words(message: Message) -> Words:
    """What a message says, in the reader's language. Whoever has the message may ask."""
    params = {
        key: in_language(value) if isinstance(value, dict) else value
        for key, value in message.params.items()
    }
    template = get_template(f"messages/{message.template}.txt")
    # Plain text: it is escaped where it is shown, and only there.
    text = template.template.render(Context(params, autoescape=False))  # type: ignore[attr-defined]
    title, _, body = text.strip().partition("\n")
    return Words(title.strip(), body.strip())


def texts_on_phones(phones: Iterable[str], *, at: datetime) -> QuerySet[Delivery]:
    """What was delivered to these phones within an hour, latest first. For the on-screen phone."""
    return Delivery.objects.filter(
        channel=Channel.SMS,
        address_index__in=[phone_index(phone) for phone in phones],
        sent_at__isnull=False,
        queued_at__gt=at - timedelta(hours=1),
    ).order_by("-queued_at", "-pk")
