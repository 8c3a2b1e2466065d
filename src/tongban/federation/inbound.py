"""What other nodes tell and ask the federation itself."""

from typing import Any
from uuid import UUID

from tongban.federation.operations import comparing, delivering
from tongban.federation.rules import Event, Question


def refused(event: Event) -> None:
    """A peer cannot apply an event of ours."""
    delivering.refused_by_receiver(
        by=event.source, event=UUID(event.data["event"]), code=event.data["code"], at=event.at
    )


def hello(_question: Question) -> dict[str, Any]:
    """Are you there? What we are comes with every answer."""
    return {}


def compared(question: Question) -> dict[str, Any]:
    """How many of my events do you have of these hours, and are they the same?"""
    return comparing.compared(question)


def listed(question: Question) -> dict[str, Any]:
    """Which of my events do you have of this hour?"""
    return comparing.listed(question)
