"""What other nodes tell and ask us about cases."""

from typing import Any
from uuid import UUID

from tongban.cases import operations
from tongban.federation.rules import Event, Question


def handed_over(event: Event) -> None:
    """A case is ours from now on."""
    operations.receive(said=event.data, source=event.source, at=event.at)


def progressed(event: Event) -> None:
    """Something happened to a case of which we keep a copy."""
    operations.hear(said=event.data, source=event.source, at=event.at)


def certified(event: Event) -> None:
    """A certificate was issued, or is over; a case of ours may have waited for it."""
    operations.hear_certificate(said=event.data, source=event.source, at=event.at)


def given_up(question: Question) -> dict[str, Any]:
    """Will you ever take this hand-over of mine?"""
    data = question.data
    taken = not operations.give_up(
        case=UUID(data["case"]), epoch=data["epoch"], source=question.source, at=question.at
    )
    return {"taken": taken}


def file(question: Question) -> dict[str, Any]:
    """A piece of a file, for the node that has the case."""
    data = question.data
    return operations.show_file(
        public_id=data.get("file"), offset=data.get("offset"), node=question.source, at=question.at
    )
