"""What other nodes tell and ask us about requests."""

from typing import Any

from tongban.federation.rules import Event, Question
from tongban.hotline import operations, queries


def dispatched(event: Event) -> None:
    """A request is ours to answer."""
    operations.receive(said=event.data, source=event.source, at=event.at)


def progressed(event: Event) -> None:
    """Something happened to a request of which we keep a copy, or it comes back to us."""
    operations.hear(said=event.data, source=event.source, at=event.at)


def followed_up(event: Event) -> None:
    """What came of a bad rating."""
    operations.hear_result(said=event.data, source=event.source, at=event.at)


def photo(question: Question) -> dict[str, Any]:
    """A piece of a photo, for the node that has the request."""
    data = question.data
    return queries.piece_for(question.source, data.get("photo"), data.get("offset"))
