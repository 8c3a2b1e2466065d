"""Applying what peers told us: each event once, in the transaction that says so."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.federation.models import Incoming, Outgoing
from tongban.federation.operations.delivering import NotDead, send_again
from tongban.federation.operations.receiving import UNKNOWN_TOPIC, WRONG_DATA
from tongban.federation.operations.sending import send
from tongban.federation.providers import listeners
from tongban.federation.rules import Event, NotYet
from tongban.federation.rules.timing import (
    APPLY_FIRST_WAIT,
    APPLY_LONGEST_WAIT,
    given_up,
    wait_after,
)

REFUSED: Final = "federation.refused"
FAULT: Final = "fault"


class _Unknown(Refusal):
    code = UNKNOWN_TOPIC
    message = ""


class _WrongData(Refusal):
    code = WRONG_DATA
    message = ""


@transaction.atomic
def apply_events(*, limit: int, trying: list[int], at: datetime) -> int:
    """Apply the oldest events that are due, together; says how many rows it dealt with.

    All share a savepoint unless one of them cannot be applied; then each gets its own. A refusal
    makes a dead letter and the sender is told; what must wait for something else is tried again
    later. `trying` names the row at which a fault of ours ended it all; then nothing of this was
    done.
    """
    rows = list(Incoming.objects.due(at=at).select_for_update(skip_locked=True)[:limit])
    try:
        with transaction.atomic():
            for row in _tried(rows, trying):
                _apply(row, at=at)
        applied = [row.pk for row in rows]
    except (Refusal, NotYet):
        applied = [row.pk for row in _tried(rows, trying) if _is_applied(row, at=at)]
    if applied:
        Incoming.objects.filter(pk__in=applied, applied_at=None).update(applied_at=at, why="")
    return len(rows)


@transaction.atomic
def note_fault(*, row: int, at: datetime) -> None:
    """A fault of ours met this row. The others go first next time, and the page says so."""
    for each in Incoming.objects.filter(pk=row, applied_at=None, dead_at=None):
        _later(each, FAULT, at=at)


@transaction.atomic
def try_again(*, letter: Incoming, by: audit.Named, at: datetime) -> None:
    """An operator has a dead letter of a peer's applied anew. Refuses with NotDead."""
    dead = Incoming.objects.filter(pk=letter.pk, dead_at__isnull=False)
    if not dead.update(dead_at=None, why="", next_at=at, attempts=0):
        raise NotDead
    audit.record("federation.tried_again", subject=letter, by=by, at=at)


def revive(*, letter: Incoming | Outgoing, by: audit.Named, at: datetime) -> None:
    """An operator gives a dead letter another chance, whichever way it went."""
    if isinstance(letter, Outgoing):
        send_again(letter=letter, by=by, at=at)
    else:
        try_again(letter=letter, by=by, at=at)


def _tried(rows: Iterable[Incoming], trying: list[int]) -> Iterator[Incoming]:
    for row in rows:
        trying.append(row.pk)
        yield row


def _is_applied(row: Incoming, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _apply(row, at=at)
    except Refusal as refusal:
        _bury(row, refusal.code, at=at)
    except NotYet as wait:
        _later(row, wait.why, at=at)
    else:
        return True
    return False


def _apply(row: Incoming, *, at: datetime) -> None:
    applier = listeners.applier_of(row.topic)
    if applier is None:
        raise _Unknown
    if not listeners.fits(row.topic, row.data):
        raise _WrongData
    applier(
        Event(
            id=row.event_id,
            topic=row.topic,
            source=row.source,
            about=row.about,
            data=row.data,
            happened_at=row.happened_at,
            at=at,
        )
    )


def _bury(row: Incoming, code: str, *, at: datetime) -> None:
    row.dead_at, row.why = at, code
    row.save(update_fields=["dead_at", "why"])
    if row.topic != REFUSED:  # or two nodes would go on telling each other for ever
        data = {"event": str(row.event_id), "code": code}
        send(REFUSED, to=[row.source], about=row.ref, data=data, at=at)


def _later(row: Incoming, why: str, *, at: datetime) -> None:
    if given_up(happened_at=row.stored_at, at=at):
        _bury(row, why, at=at)
        return
    wait = wait_after(row.attempts, first=APPLY_FIRST_WAIT, longest=APPLY_LONGEST_WAIT)
    row.attempts, row.why = row.attempts + 1, why[:64]
    row.next_at = at + timedelta(seconds=wait)
    row.save(update_fields=["attempts", "why", "next_at"])
