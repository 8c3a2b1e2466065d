"""Promising to tell people something, in the same transaction as the thing itself."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from tongban.audit import operations as audit
from tongban.core.statements import add
from tongban.identity.models import Person, phone_index
from tongban.messages.models import Message, Text

TEXT_LIVES: Final = timedelta(hours=24)
LEASE: Final = timedelta(seconds=60)
BACKOFF: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=1)


def queue(
    template: str, *, to: Person, about: str, at: datetime, params: dict[str, object] | None = None
) -> Message:
    """Put a message into a person's message centre. `params` hold nothing personal."""
    return add(Message(template=template, to=to, about=about, queued_at=at, params=params or {}))


@transaction.atomic
def mark_read(*, message: Message, by: Person, at: datetime) -> None:
    """Its receiver has read it. The first time counts; later ones change nothing."""
    if Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at):
        audit.record("messages.read", subject=message, by=by, at=at)


@transaction.atomic
def mark_all_read(*, person: Person, by: Person, at: datetime) -> int:
    """A person has seen all there is."""
    marked = Message.objects.filter(to=person, read_at=None).update(read_at=at)
    if marked:
        audit.record("messages.all_read", subject=person, by=by, at=at, detail={"count": marked})
    return marked


def text(
    body: str, *, phone: str, purpose: str, at: datetime, lives: timedelta = TEXT_LIVES
) -> Text:
    """Put a text message into the outbox; a worker hands it to the provider."""
    return Text.objects.create(
        body=body,
        phone=phone,
        phone_index=phone_index(phone),
        purpose=purpose,
        queued_at=at,
        not_after=at + lives,
    )


@transaction.atomic
def lease_texts(*, at: datetime, limit: int = 50) -> list[Text]:
    """Take waiting texts for a while, oldest first; nobody else gets them until the lease ends.

    A worker that dies gives nothing back; its texts come round again when the lease is over.
    """
    due = Text.objects.filter(sent_at=None, failed_at=None).filter(
        Q(leased_until=None) | Q(leased_until__lte=at)
    )
    due.filter(not_after__lte=at).update(failed_at=at)
    leased = list(due.select_for_update(skip_locked=True).order_by("queued_at", "pk")[:limit])
    Text.objects.filter(pk__in=[each.pk for each in leased]).update(
        leased_until=at + LEASE, attempts=F("attempts") + 1
    )
    for each in leased:
        each.attempts += 1
    return leased


def text_was_taken(*, text: Text, at: datetime) -> None:
    """The carrier has it; it is never sent again."""
    Text.objects.filter(pk=text.pk, sent_at=None).update(sent_at=at, leased_until=None)


def text_was_not_taken(*, text: Text, at: datetime) -> None:
    """Try again later, and later each time."""
    pause = min(LONGEST, BACKOFF * 2 ** min(text.attempts - 1, 16))
    Text.objects.filter(pk=text.pk, sent_at=None).update(leased_until=at + pause)


def text_failed(*, text: Text, at: datetime) -> None:
    """It will never be taken."""
    Text.objects.filter(pk=text.pk, sent_at=None).update(failed_at=at, leased_until=None)


def forget_old_texts(*, at: datetime) -> int:
    """Texts hold phone numbers and codes, so finished ones go after a day."""
    finished = Q(sent_at__isnull=False) | Q(failed_at__isnull=False)
    deleted, _rows = Text.objects.filter(finished, queued_at__lt=at - KEPT).delete()
    return deleted


@transaction.atomic
def forget_messages(*, kept: timedelta, at: datetime) -> int:
    """Delete messages that were kept long enough."""
    return Message.objects.filter(queued_at__lt=at - kept).delete()[0]


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account."""
    gone = Message.objects.filter(to=person).delete()[0]
    audit.record("messages.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone
