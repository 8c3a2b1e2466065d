"""A table of topics for tests (settings.TONGBAN_TOPICS). What listened leaves a line in the trail."""

from typing import Any
from uuid import UUID

from tongban.audit.models import Entry
from tongban.config import topics
from tongban.core.refusal import Refusal
from tongban.federation.rules import Event, NotYet, Question

HERE = "tests.federation.topics"
TOPICS = {
    "test.noted": f"{HERE}.noted",
    "test.unwelcome": f"{HERE}.unwelcome",
    "test.early": f"{HERE}.early",
    "test.broken": f"{HERE}.broken",
    "federation.refused": "tongban.federation.inbound.refused",
}
QUESTIONS = {
    "test.double": f"{HERE}.double",
    "test.never": f"{HERE}.never",
    "federation.compared": "tongban.federation.inbound.compared",
    "federation.listed": "tongban.federation.inbound.listed",
    "federation.hello": "tongban.federation.inbound.hello",
}
NUMBERED = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


class Unwelcome(Refusal):
    code = "test_unwelcome"
    message = "We do not want this."


def schema_of(topic: str) -> dict[str, Any] | None:
    return NUMBERED if topic.startswith("test.") else topics.schema_of(topic)


def noted(event: Event) -> None:
    Entry.objects.create(
        action=event.topic,
        subject=f"event/{event.id}",
        by=UUID(int=event.data["n"]),
        under=event.source,
        at=event.at,
    )


def unwelcome(event: Event) -> None:
    noted(event)
    raise Unwelcome


def early(event: Event) -> None:
    """Bears only what comes after a first event about the same thing."""
    noted(event)
    if Entry.objects.filter(action="test.noted").count() == 0:
        raise NotYet("test_too_early")


def broken(event: Event) -> None:
    noted(event)
    raise ZeroDivisionError


def double(question: Question) -> dict[str, Any]:
    return {"n": 2 * question.data["n"], "for": question.source}


def never(_question: Question) -> dict[str, Any]:
    raise Unwelcome
