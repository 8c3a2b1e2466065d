"""What other nodes ask us about certificates and codes.

What they tell about certificates comes by `cases`, which may wait for one.
"""

from typing import Any

from tongban.certificates import operations, queries
from tongban.federation.queries import hub
from tongban.federation.rules import Event, Question
from tongban.privacy import operations as privacy


def consent_withdrawn(event: Event) -> None:
    """Somebody told the hub that she no longer allows a purpose; only the hub may say so."""
    if event.source == hub():
        operations.forget_wallet(said=event.data, source=event.source, at=event.at)
        privacy.hear_withdrawn(said=event.data, source=event.source, at=event.at)


def held(question: Question) -> dict[str, Any]:
    """What a person holds, for a node where she has just signed in with what the hub knows."""
    asked = question.data.get("subject")
    return operations.show_wallet(subject=asked, node=question.source, at=question.at)


def standing(question: Question) -> dict[str, Any]:
    """Whether a certificate of ours still holds, for a node to which its holder presented it."""
    return queries.standing(question.data.get("identifier"))


def shown(event: Event) -> None:
    """Somebody was shown a credential of ours at another node; the holder here reads of it."""
    operations.hear_shown(said=event.data, source=event.source, about=event.about, at=event.at)


def code_look(question: Question) -> dict[str, Any]:
    """Who showed a verifier of another node this code; the holder here reads of it."""
    return operations.look_for(asked=question.data, node=question.source, at=question.at)


def code_lists(question: Question) -> dict[str, Any]:
    """Our lists of codes that were taken back. They are public; every node may ask."""
    numbers = queries.own_numbers(at=question.at)
    return {"lists": [queries.own_list(number, at=question.at) for number in numbers]}
