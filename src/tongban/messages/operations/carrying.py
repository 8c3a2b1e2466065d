"""Carrying messages to phones, mailboxes and browsers: which way first, and which way next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from tongban.messages.models import Delivery, Message, Unreached
from tongban.messages.queries.wishes import Ways, kind_of, reaches_of
from tongban.messages.rules import LIVES, Channel, Kind, State, outside_words, when_to_carry

ALIVE = (State.WAITING, State.TAKEN, State.SENT, State.DELIVERED)


@transaction.atomic
def carry(*, at: datetime, limit: int = 200) -> int:
    """Send what is due on the first way its reader wants; what comes at night waits till morning.

    What needs its reader does not wait. Says how many messages were dealt with.
    """
    due = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(carry_at__lte=at)
        .select_related("to")
        .order_by("carry_at", "pk")[:limit]
    )
    reaches = reaches_of({message.to_id for message in due})
    ready: list[tuple[Message, Kind, Ways]] = []
    for message in due:
        kind, reach = kind_of(message.template), reaches[message.to_id]
        waits = None if kind == Kind.NEEDS_YOU else when_to_carry(at, **reach.quiet)
        message.carry_at = waits if waits and waits > at else None
        if message.carry_at is None:
            ready.append((message, kind, reach.ways(kind)))
    Message.objects.bulk_update(due, ["carry_at"])
    _send(ready, at=at)
    return len(due)


def go_on(message: Message, *, at: datetime) -> None:
    """One way has failed: take the next, if the message was not read and none is under way."""
    done = list(message.deliveries.values_list("channel", "state"))
    if message.read_at or any(state in ALIVE for _channel, state in done):
        return
    kind, reach = kind_of(message.template), reaches_of({message.to_id})[message.to_id]
    tried = {channel for channel, _state in done}
    left = [(channel, found) for channel, found in reach.ways(kind) if channel not in tried]
    _send([(message, kind, left)], at=at)


def _send(ready: Iterable[tuple[Message, Kind, Ways]], *, at: datetime) -> None:
    """Each on the first of its ways; what needs its reader and has none is for the office."""
    made: list[Delivery] = []
    lost: list[Unreached] = []
    for message, kind, ways in ready:
        if ways:
            made += _deliveries(message, kind, *ways[0], at=at)
        elif kind == Kind.NEEDS_YOU:
            lost.append(Unreached(message=message, opened_at=at))
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    Unreached.objects.bulk_create(lost, ignore_conflicts=True)


def _deliveries(
    message: Message,
    kind: Kind,
    channel: Channel,
    addresses: Sequence[tuple[str, str]],
    *,
    at: datetime,
) -> list[Delivery]:
    reference = str(message.params.get("reference", ""))
    with override(message.to.language or settings.LANGUAGE_CODE):
        platform = str(settings.PLATFORM_NAME)
        title, body = outside_words(kind, platform=platform, reference=reference)
    return [
        Delivery(
            channel=channel,
            address=address,
            address_index=index,
            title=title,
            body=body,
            purpose=kind,
            message=message,
            queued_at=at,
            due_at=at,
            not_after=at + LIVES[channel],
        )
        for address, index in addresses
    ]
