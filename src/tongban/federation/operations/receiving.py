"""Taking in what a peer tells us. Stored first, then acknowledged; applied later, by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation.models import Contact, Incoming, Nonce
from tongban.federation.providers import listeners
from tongban.federation.rules.envelopes import BadEnvelope, Envelope, read_batch
from tongban.federation.rules.timing import NONCE_KEPT

HEARD_EVERY: Final = timedelta(seconds=10)
UNKNOWN_TOPIC: Final = "unknown_topic"
WRONG_DATA: Final = "wrong_data"


class Replayed(Refusal):
    code = "replayed"
    message = _("This request was received before; a request is sent once.")


class BadNonce(Refusal):
    code = "bad_nonce"
    message = _("A nonce has 8 to 64 characters.")


class NotItsOwn(Refusal):
    code = "not_its_own"
    message = _("A platform tells its own events, and no other's.")


class BadBatch(Refusal):
    """`says` is what is wrong with it, for the one who wrote the other side."""

    code = "bad_batch"
    message = _("This is no batch of events as platforms send them.")

    def __init__(self, says: str = "") -> None:
        super().__init__()
        self.says = says


@dataclass(frozen=True)
class Receipt:
    """What we have now, and what we will never apply, with the reason."""

    accepted: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def use_nonce(*, source: str, nonce: str, at: datetime) -> None:
    """Remember a request, so that it cannot come again. Refuses with BadNonce or Replayed."""
    _use(source, nonce, at=at)


def read_events(body: bytes) -> list[Envelope]:
    """The events of a request. Refuses with BadBatch."""
    try:
        return read_batch(body)
    except BadEnvelope as error:
        raise BadBatch(str(error)) from error


@transaction.atomic
def receive(*, source: str, nonce: str, events: Sequence[Envelope], at: datetime) -> Receipt:
    """Store every event of a batch, all or none; a double changes nothing and is acknowledged.

    Refuses with Replayed or NotItsOwn. An event that can never be applied is stored as a dead
    letter, so that both sides can see it.
    """
    if any(event.source != source for event in events):
        raise NotItsOwn
    _use(source, nonce, at=at)
    refused = {event.id: why for event in events if (why := _never(event))}
    rows = [_row(event, refused.get(event.id, ""), at=at) for event in events]
    Incoming.objects.bulk_create(rows, ignore_conflicts=True)
    for event in events:
        if event.again:
            _revive(event, refused.get(event.id, ""), at=at)
    return Receipt([event.id for event in events if event.id not in refused], refused)


def _use(source: str, nonce: str, *, at: datetime) -> None:
    if not 8 <= len(nonce) <= 64:
        raise BadNonce
    with refusing({"nonce_is_used_once": Replayed}, savepoint=False):
        Nonce.objects.create(source=source, nonce=nonce, until=at + NONCE_KEPT)
    long_ago = Q(heard_at=None) | Q(heard_at__lt=at - HEARD_EVERY)
    Contact.objects.filter(long_ago, peer=source).update(heard_at=at)


def _never(event: Envelope) -> str:
    """Why nobody here can apply this event."""
    if listeners.applier_of(event.topic) is None:
        return UNKNOWN_TOPIC
    return "" if listeners.fits(event.topic, event.data) else WRONG_DATA


def _row(event: Envelope, why: str, *, at: datetime) -> Incoming:
    return Incoming(
        source=event.source,
        event_id=event.id,
        topic=event.topic,
        about=event.about,
        data=event.data,
        happened_at=event.happened_at,
        stored_at=at,
        next_at=at,
        again=event.again,
        dead_at=at if why else None,
        why=why,
    )


def _revive(event: Envelope, why: str, *, at: datetime) -> None:
    """Its sender had it sent anew: a dead letter of ours gets another chance, with its new data."""
    dead = Incoming.objects.filter(
        source=event.source, event_id=event.id, applied_at=None, again__lt=event.again
    )
    for row in dead:
        row.data, row.again, row.next_at, row.attempts = event.data, event.again, at, 0
        row.dead_at, row.why = (at, why) if why else (None, "")
        row.save(update_fields=["data", "again", "next_at", "attempts", "dead_at", "why"])
