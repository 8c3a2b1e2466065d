"""Delivering what we promised: what to send next, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.federation.models import Comparison, Contact, Incoming, Nonce, Outgoing
from tongban.federation.providers import listeners
from tongban.federation.queries import here
from tongban.federation.rules.envelopes import Envelope
from tongban.federation.rules.timing import (
    DEAD_KEPT,
    EVENTS_SENT,
    GIVE_UP_AFTER,
    INCOMING_KEPT,
    LANE_LEASE,
    MOST_BYTES,
    OUTGOING_KEPT,
    again_at,
    wait_after,
)

GAVE_UP: Final = "gave_up"
MOST_FORGOTTEN: Final = 500  # at a time; the next hour comes
ROOM: Final = MOST_BYTES - 2  # the brackets


class Worker:
    """What the worker does by itself; no person is behind it."""

    public_id = UUID(int=0)


class NotDead(Refusal):
    code = "not_dead"
    message = _("This is under way already.")


@dataclass(frozen=True)
class Batch:
    """Some events for one peer, as they go over the wire."""

    rows: Sequence[Outgoing]
    parts: Sequence[str]


@dataclass(frozen=True)
class Told:
    """What a peer says about itself with every answer."""

    version: str = ""
    registry: int | None = None
    skew: float | None = None


@transaction.atomic
def lease_lane(*, peer: str, by: str, at: datetime) -> bool:
    """Be the one who talks to this peer for a while; False while another does, or it must wait."""
    Contact.objects.get_or_create(peer=peer)
    free = Q(leased_until=None) | Q(leased_until__lte=at) | Q(leased_by=by)
    may = Q(next_at=None) | Q(next_at__lte=at)
    lane = Contact.objects.filter(free, may, peer=peer)
    return bool(lane.update(leased_by=by, leased_until=at + LANE_LEASE))


@transaction.atomic
def free_lane(*, peer: str, by: str, at: datetime) -> None:
    Contact.objects.filter(peer=peer, leased_by=by).update(leased_until=at)


def most_at_once(*, peer: str, most: int = EVENTS_SENT) -> int:
    """How many events to send in one request; fewer while the peer faults our batches."""
    allowed = Contact.objects.filter(peer=peer).values_list("most", flat=True).first()
    return min(most, allowed or most)


def next_batch(*, peer: str, most: int = EVENTS_SENT) -> Batch:
    """The oldest events that wait for a peer, as many as fit into one request."""
    waiting = Outgoing.objects.waiting().filter(to=peer).order_by("id")
    rows: list[Outgoing] = []
    parts: list[str] = []
    size = 0
    for row in waiting[:most]:
        part = _envelope(row).to_json()
        size += len(part.encode()) + 1
        if size > ROOM and rows:
            break
        rows.append(row)
        parts.append(part)
    return Batch(rows, parts)


@transaction.atomic
def note_receipt(
    *,
    peer: str,
    batch: Batch,
    accepted: Sequence[str],
    refused: Mapping[str, str],
    told: Told,
    at: datetime,
) -> int:
    """The peer signed what it has. Says how many rows this settles."""
    rows = {str(row.event_id): row.pk for row in batch.rows}
    settled = [rows[each] for each in accepted if each in rows]
    waiting = Outgoing.objects.waiting()
    count = waiting.filter(pk__in=settled).update(received_at=at, attempts=F("attempts") + 1)
    for event, code in refused.items():
        if event in rows:
            there = waiting.filter(pk=rows[event])  # it was stored, for both to see
            count += there.update(received_at=at, **_refused(batch, event, code, at=at))
    _note_reached(peer, told, at=at)
    return count


@transaction.atomic
def note_reached(*, peer: str, told: Told, at: datetime) -> None:
    """The peer answered: whatever kept us from talking to it is over."""
    _note_reached(peer, told, at=at)


@transaction.atomic
def note_trouble(
    *, peer: str, code: str, fault: bool, wait: float, batch: Batch | None, at: datetime
) -> None:
    """The peer did not take it. Wait longer each time, at least as long as it asks us to.

    When it faults the batch itself, send less at once until the event is alone that it cannot
    take; that one becomes a dead letter, and the others go on.
    """
    contact, _made = Contact.objects.select_for_update().get_or_create(peer=peer)
    contact.trouble, contact.troubled_at = code[:64], at
    if batch and fault:
        if len(batch.rows) == 1:
            Outgoing.objects.filter(pk=batch.rows[0].pk).update(dead_at=at, why=code[:64])
        contact.most = max(1, len(batch.rows) // 2)
    else:
        seconds = max(wait, wait_after(contact.failures))
        contact.failures += 1
        contact.next_at = at + timedelta(seconds=seconds)
        if batch:
            tried = Outgoing.objects.filter(pk__in=[row.pk for row in batch.rows])
            tried.update(attempts=F("attempts") + 1)
    contact.save(
        update_fields=["trouble", "troubled_at", "most", "failures", "next_at"],
    )


@transaction.atomic
def refused_by_receiver(*, by: str, event: UUID, code: str, at: datetime) -> bool:
    """A peer stored an event of ours and cannot apply it: a dead letter here, too."""
    row = Outgoing.objects.filter(to=by, event_id=event, dead_at=None).first()
    if row is None:
        return False
    row.dead_at, row.why, row.retry_at = at, code[:64], again_at(row.again, at=at)
    row.save(update_fields=["dead_at", "why", "retry_at"])
    return True


@transaction.atomic
def send_again(*, letter: Outgoing, by: audit.Named, at: datetime) -> None:
    """An operator has a dead letter of ours delivered anew. Refuses with NotDead."""
    dead = Outgoing.objects.filter(pk=letter.pk, dead_at__isnull=False)
    if not dead.update(**_anew()):
        raise NotDead
    audit.record("federation.sent_again", subject=letter, by=by, at=at)


@transaction.atomic
def send_refused_again(*, at: datetime) -> int:
    """What a peer refused some time ago is sent anew: it may have changed meanwhile."""
    due = Outgoing.objects.filter(retry_at__lte=at, dead_at__isnull=False).defer("data")
    rows = list(due.order_by("retry_at", "id").select_for_update(skip_locked=True)[:EVENTS_SENT])
    for row in rows:
        audit.record("federation.sent_again", subject=row, by=Worker(), at=at)
    return Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(**_anew())


@transaction.atomic
def drop(
    topic: str, *, about: str, to: str = "", of: str = "", by: audit.Named, at: datetime
) -> int:
    """Dead letters about something that was settled in another way come to their end."""
    ours = Outgoing.objects.filter(topic=topic, about=about, to=to, dead_at__isnull=False)
    theirs = Incoming.objects.filter(topic=topic, about=about, source=of, dead_at__isnull=False)
    letters = [*ours.defer("data"), *theirs.defer("data")]
    for letter in letters:
        audit.record("federation.letter_ended", subject=letter, by=by, at=at)
        letter.delete()
    return len(letters)


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Give up what nobody took for a week; forget what is settled long since."""
    old = Outgoing.objects.waiting().filter(happened_at__lt=at - GIVE_UP_AFTER)
    count = old.update(dead_at=at, why=GAVE_UP)
    for settled in (
        Outgoing.objects.filter(received_at__lt=at - OUTGOING_KEPT, dead_at=None),
        Incoming.objects.filter(applied_at__lt=at - INCOMING_KEPT),
        Nonce.objects.filter(until__lt=at),
        Comparison.objects.filter(hour__lt=at - OUTGOING_KEPT),
    ):
        count += settled.delete()[0]
    return count + _forget_dead_letters(at=at)


def _forget_dead_letters(*, at: datetime) -> int:
    """What came to nothing is of no use after a while, unless something would be lost with it."""
    lasting = listeners.lasting()
    ours = Outgoing.objects.filter(dead_at__lt=at - DEAD_KEPT).exclude(topic__in=lasting)
    theirs = Incoming.objects.filter(dead_at__lt=at - DEAD_KEPT).exclude(topic__in=lasting)
    letters = [*ours.defer("data")[:MOST_FORGOTTEN], *theirs.defer("data")[:MOST_FORGOTTEN]]
    for letter in letters:
        detail: dict[str, object] = {"topic": letter.topic, "why": letter.why}
        audit.record(
            "federation.letter_forgotten", subject=letter, by=Worker(), at=at, detail=detail
        )
        letter.delete()
    return len(letters)


def _anew() -> dict[str, Any]:
    fresh = {"dead_at": None, "received_at": None, "why": "", "retry_at": None}
    return {**fresh, "again": F("again") + 1}


def _refused(batch: Batch, event: str, code: str, *, at: datetime) -> dict[str, Any]:
    times = next(row.again for row in batch.rows if str(row.event_id) == event)
    return {"dead_at": at, "why": code[:64], "retry_at": again_at(times, at=at)}


def told_in(content: Mapping[str, Any], *, asked_at: datetime, at: datetime) -> Told:
    """What an answer says about its node, which may be nothing. The clock is read half-way."""
    node = content.get("node")
    if not isinstance(node, dict):
        return Told()
    version, registry = node.get("version"), node.get("registry")
    try:
        skew = datetime.fromisoformat(str(node.get("time"))) - asked_at - (at - asked_at) / 2
        seconds = skew.total_seconds()
    except (ValueError, TypeError):
        return Told()
    return Told(
        version=version[:40] if isinstance(version, str) else "",
        registry=registry if type(registry) is int and 0 <= registry < 2**31 else None,
        skew=round(seconds, 3),
    )


def _envelope(row: Outgoing) -> Envelope:
    return Envelope(
        id=row.event_id,
        source=here(),
        topic=row.topic,
        about=row.about,
        happened_at=row.happened_at,
        data=row.data,
        again=row.again,
    )


def _note_reached(peer: str, told: Told, *, at: datetime) -> None:
    facts: dict[str, Any] = {
        "reached_at": at,
        "failures": 0,
        "most": 0,
        "next_at": None,
    }
    if told.skew is not None:
        facts |= {"version": told.version, "registry": told.registry, "skew": told.skew}
    if not Contact.objects.filter(peer=peer).update(**facts):
        Contact.objects.create(peer=peer, **facts)
