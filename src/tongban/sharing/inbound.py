"""What other nodes tell and ask us about registers; `config/topics` names these functions."""

from typing import Any

from tongban.catalog.rules import ByNode
from tongban.federation.queries import peer_named
from tongban.federation.rules import Event, NotYet, Question
from tongban.sharing import operations


def published(event: Event) -> None:
    """A node says what its register shares."""
    peer = peer_named(event.source)
    if peer is None:
        raise NotYet("peer_unknown")
    operations.take_in(
        document=str(event.data["resource"]), source=peer, by=ByNode(event.source), at=event.at
    )


def requested(event: Event) -> None:
    """An authority elsewhere asks to be allowed to ask a register of ours."""
    operations.take_request(told=event.data, source=event.source, at=event.at)


def decided(event: Event) -> None:
    """The owner of a register answered, or took an approval back."""
    operations.take_decision(told=event.data, source=event.source, at=event.at)


def corrected(event: Event) -> None:
    """What a register told us before was mended."""
    operations.hear_of_correction(told=event.data, source=event.source, at=event.at)


def read(question: Question) -> dict[str, Any]:
    """An office elsewhere asks a register of ours about the applicant of a case that it has."""
    return operations.answer_question(question=question, at=question.at)
