"""Who may do what with a case. All powers come from a post."""

from collections.abc import Mapping
from enum import StrEnum

from tongban.catalog.rules import Role


class Deed(StrEnum):
    TAKE = "take"
    ASSIGN = "assign"
    ACCEPT = "accept"
    ASK_CORRECTION = "ask_correction"
    REFUSE_TO_ACCEPT = "refuse_to_accept"
    REVIEW = "review"
    PAUSE = "pause"
    DECIDE = "decide"
    DELIVER = "deliver"
    HAND_OVER = "hand_over"


COUNTER = frozenset({Deed.TAKE, Deed.ACCEPT, Deed.ASK_CORRECTION, Deed.DELIVER, Deed.HAND_OVER})
POWERS: Mapping[str, frozenset[Deed]] = {
    Role.CLERK: COUNTER,
    Role.OFFICER: frozenset(Deed) - {Deed.ASSIGN},
    Role.CHIEF: frozenset(Deed),
    Role.HELPER: frozenset(),
    Role.OPERATOR: frozenset(),  # keeps the platform running, and sees no case
}


def may(role: str, deed: Deed) -> bool:
    return deed in POWERS[role]
