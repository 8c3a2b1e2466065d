"""What was promised against what came of it, read from the tables of both ends."""

import os
from collections import Counter
from uuid import UUID

from tests.harness.fleet import PATIENCE, Fleet, Member, until

LONG = os.environ.get("TONGBAN_FAULTS") == "long"


def promised(sender: Member, receiver: Member) -> set[str]:
    rows = sender.rows(
        'SELECT event_id FROM federation_outgoing WHERE "to" = ? AND topic = ?', *_notes(receiver)
    )
    return {_ref(row) for row in rows}


def receipted(sender: Member, receiver: Member) -> set[str]:
    rows = sender.rows(
        'SELECT event_id FROM federation_outgoing WHERE "to" = ? AND topic = ?'
        " AND received_at IS NOT NULL AND dead_at IS NULL",
        *_notes(receiver),
    )
    return {_ref(row) for row in rows}


def applied(sender: Member, receiver: Member) -> set[str]:
    rows = receiver.rows(
        "SELECT event_id FROM federation_incoming WHERE source = ? AND topic = ?"
        " AND applied_at IS NOT NULL AND dead_at IS NULL",
        *_notes(sender),
    )
    return {_ref(row) for row in rows}


def effects(receiver: Member) -> Counter[str]:
    rows = receiver.rows("SELECT subject FROM audit_entry WHERE action = 'test.noted'")
    return Counter(str(subject) for (subject,) in rows)


def settled(sender: Member, receiver: Member) -> bool:
    """Whether all that was promised so far is receipted and applied."""
    told = promised(sender, receiver)
    return told == receipted(sender, receiver) == applied(sender, receiver)


def wait_until_settled(sender: Member, receiver: Member, seconds: float = PATIENCE) -> None:
    until(
        lambda: settled(sender, receiver),
        f"{sender.name} to {receiver.name}: not all arrived",
        seconds,
    )


def exactly_once(fleet: Fleet, *names: str) -> int:
    """Every event between these was applied once, and nothing else was; how many there were."""
    told = 0
    for receiver in (fleet[name] for name in names):
        senders = [fleet[name] for name in names if name != receiver.name]
        owed = Counter(ref for sender in senders for ref in promised(sender, receiver))
        assert effects(receiver) == owed, receiver.name
        told += owed.total()
    return told


def _notes(other: Member) -> tuple[str, str]:
    return other.name, "test.noted"


def _ref(row: tuple[object, ...]) -> str:
    return f"event/{UUID(str(row[0]))}"
