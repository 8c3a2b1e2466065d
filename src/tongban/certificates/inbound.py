"""What other nodes ask us about codes."""

from typing import Any

from tongban.certificates import queries
from tongban.federation.rules import Question


def code_lists(question: Question) -> dict[str, Any]:
    """Our lists of codes that were taken back. They are public; every node may ask."""
    numbers = queries.own_numbers(at=question.at)
    return {"lists": [queries.own_list(number, at=question.at) for number in numbers]}
