"""Promising to tell people something, in the same transaction as the thing itself."""

from datetime import datetime, timedelta

from django.db import models, transaction

from tongban.audit import operations as audit
from tongban.core.statements import add
from tongban.identity.models import Person, phone_index
from tongban.messages.models import Delivery, Message, Unreached
from tongban.messages.rules import LIVES, Channel


def queue(
    template: str,
    *,
    to: Person,
    about: str,
    at: datetime,
    params: dict[str, object] | None = None,
    office_id: int | None = None,
) -> Message:
    """Put a message into a person's message centre; the worker carries it further, if it should.

    The office is told when what needs its reader reaches nobody.
    """
    return add(
        Message(
            template=template,
            to=to,
            about=about,
            office_id=office_id,
            params=params or {},
            queued_at=at,
            carry_at=at,
        )
    )


@transaction.atomic
def mark_read(*, message: Message, by: Person, at: datetime) -> None:
    """Its receiver has read it. The first time counts; later ones change nothing."""
    if Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at, carry_at=None):
        _reached_after_all(Unreached.objects.filter(message=message), at=at)
        audit.record("messages.read", subject=message, by=by, at=at)


@transaction.atomic
def mark_all_read(*, person: Person, by: Person, at: datetime) -> int:
    """A person has seen all there is."""
    marked = Message.objects.filter(to=person, read_at=None).update(read_at=at, carry_at=None)
    if marked:
        _reached_after_all(Unreached.objects.filter(message__to=person), at=at)
        audit.record("messages.all_read", subject=person, by=by, at=at, detail={"count": marked})
    return marked


def text(
    body: str,
    *,
    phone: str,
    purpose: str,
    at: datetime,
    lives: timedelta = LIVES[Channel.SMS],
) -> Delivery:
    """Put a text message into the outbox; a worker hands it to the carrier."""
    return Delivery.objects.create(
        channel=Channel.SMS,
        address=phone,
        address_index=phone_index(phone),
        body=body,
        purpose=purpose,
        queued_at=at,
        due_at=at,
        not_after=at + lives,
    )


def _reached_after_all(unreached: models.QuerySet[Unreached], *, at: datetime) -> None:
    unreached.filter(closed_at=None).update(closed_at=at, result=Unreached.Result.READ)
