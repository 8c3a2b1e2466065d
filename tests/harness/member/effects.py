"""What an event of a test does where it arrives: one line in the trail, by which it is counted."""

from dataclasses import dataclass, field
from uuid import UUID

from tongban.audit import operations as audit
from tongban.federation.rules import Data, Event, Question


@dataclass(frozen=True)
class Noted:
    """What the line is about."""

    ref: str
    public_id: UUID = field(default_factory=lambda: UUID(int=0))


def noted(event: Event) -> None:
    """Not idempotent on purpose: whoever applies an event twice leaves two lines."""
    note = Noted(ref=f"event/{event.id}")
    audit.record("test.noted", subject=note, by=note, at=event.at, detail=dict(event.data))


def echo(question: Question) -> Data:
    return {"heard": dict(question.data), "from": question.source}
