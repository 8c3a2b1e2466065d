"""What other nodes ask us about certificates. What they tell comes by `cases`, which may wait for it."""

from typing import Any

from tongban.certificates import queries
from tongban.federation.rules import Question


def held(question: Question) -> dict[str, Any]:
    """What a person holds, for a node where she has just signed in with what the hub knows."""
    return queries.held_for(question.source, question.data["subject"])
