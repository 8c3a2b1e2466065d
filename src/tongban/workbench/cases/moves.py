"""What an official can do with a case: the words, the key, and when it is offered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.cases.models import Case
from tongban.cases.queries import (
    destinations,
    is_handed_out_elsewhere,
    is_only_collected,
    package_of,
    stuck,
)
from tongban.cases.rules import WITH_OFFICIALS, Deed, Status, may
from tongban.cases.rules.custody import HERE, MAY_TRAVEL
from tongban.catalog.models import Post
from tongban.catalog.rules import Role


@dataclass(frozen=True)
class Move:
    """One thing to do. With `asks` it has a form of its own; with `stays` the case stays open."""

    name: str
    deed: Deed
    when: Collection[Status]
    label: StrOrPromise
    key: str
    icon: str
    look: str = "quiet"
    asks: bool = False
    stays: bool = False

    def is_offered(self, case: Case, post: Post) -> bool:
        """Whether the state of the case and the role of the post allow it now."""
        if case.custodian != HERE or self.name == "take-back":
            lost = self.name == "take-back" and may(post.role, self.deed)
            return lost and stuck(case) is not None
        if Status(case.status) not in self.when or not may(post.role, self.deed):
            return False
        mine, free = case.handler_id == post.person_id, case.handler_id is None
        if self.deed == Deed.TAKE:
            return free or (not mine and post.role == Role.CHIEF)
        return (self.deed in SHARED or mine or free) and _fits_the_platform(self, case)


def _fits_the_platform(move: Move, case: Case) -> bool:
    """What another platform decides, or hands out, is only handed over to it."""
    if move.name == "hand-over":
        return bool(destinations(case))
    if move.name in {"accept", "not-accept"}:
        return not is_only_collected(case)
    if move.name in {"grant", "finish-stage"}:
        left = bool(case.stage and package_of(case).stage_after(case.stage))
        return left == (move.name == "finish-stage")
    return move.name != "deliver" or not is_handed_out_elsewhere(case)


SHARED: Final = frozenset({Deed.ASSIGN, Deed.DELIVER})  # whoever handles the case
NEW: Final = frozenset({Status.SUBMITTED})
BEFORE: Final = NEW | {Status.CORRECTION}
ACCEPTED: Final = frozenset({Status.ACCEPTED})
REVIEWING: Final = frozenset({Status.REVIEWING})
PAUSED: Final = frozenset({Status.PAUSED})
GRANTED: Final = frozenset({Status.GRANTED})
OVER: Final = frozenset({Status.DELIVERED, Status.REFUSED, Status.NOT_ACCEPTED})
D = Deed

ALL: Final = (
    Move("take", D.TAKE, WITH_OFFICIALS, _("Take the case"), "t", "hand", stays=True),
    Move("accept", D.ACCEPT, NEW, _("Accept"), "a", "check", "main"),
    Move(
        *("correction", D.ASK_CORRECTION, NEW, _("Ask for a correction"), "c", "pencil-line"),
        asks=True,
    ),
    Move(
        "not-accept", D.REFUSE_TO_ACCEPT, BEFORE, _("Do not accept"), "r", "x", "risky", asks=True
    ),
    Move("review", D.REVIEW, ACCEPTED, _("Begin the review"), "b", "play", "main", stays=True),
    Move(
        *("hand-over", D.HAND_OVER, MAY_TRAVEL, _("Send to another platform"), "h", "send"),
        asks=True,
    ),
    Move("take-back", D.HAND_OVER, MAY_TRAVEL, _("Take the case back"), "h", "undo-2", "main"),
    Move("resume", D.PAUSE, PAUSED, _("Let the clock run again"), "p", "play", "main", stays=True),
    Move(
        *("finish-stage", D.DECIDE, REVIEWING, _("Our part is done"), "f", "check-check", "main"),
        asks=True,
    ),
    Move("grant", D.DECIDE, REVIEWING, _("Grant"), "g", "check", "main", asks=True),
    Move("refuse", D.DECIDE, REVIEWING, _("Refuse"), "r", "x", "risky", asks=True),
    Move("pause", D.PAUSE, REVIEWING, _("Stop the clock"), "p", "pause", asks=True),
    Move("assign", D.ASSIGN, WITH_OFFICIALS, _("Give to a colleague"), "s", "users", asks=True),
    Move("deliver", D.DELIVER, GRANTED, _("Result handed over"), "d", "package-check"),
    Move("close", D.DELIVER, OVER, _("Put away"), "d", "archive"),
)
MOVES: Final[Mapping[str, Move]] = {move.name: move for move in ALL}


def moves_for(case: Case, post: Post) -> list[Move]:
    """What can be done now, the likeliest first."""
    offered = [move for move in ALL if move.is_offered(case, post)]
    handing_out = case.status == Status.GRANTED and is_handed_out_elsewhere(case)
    if handing_out or is_only_collected(case):
        sending = [replace(m, look="main") for m in offered if m.name == "hand-over"]
        rest = [move for move in offered if move.name != "hand-over"]
        taking = [move for move in rest if move.name == "take"]
        return [*taking, *sending, *(move for move in rest if move.name != "take")]
    return offered
