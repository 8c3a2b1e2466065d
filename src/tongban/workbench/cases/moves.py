"""What an official can do with a case from its screen: the words, the key, and when it is offered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.cases.models import Case
from tongban.cases.rules import WITH_OFFICIALS, Deed, Status, may
from tongban.catalog.models import Post
from tongban.catalog.rules import Role

S = Status


@dataclass(frozen=True)
class Move:
    """One thing to do. With `asks` it has a form of its own; with `stays` the case stays open."""

    name: str
    deed: Deed
    when: Collection[Status]
    label: StrOrPromise
    done: StrOrPromise
    key: str
    icon: str
    look: str = "quiet"
    asks: bool = False
    stays: bool = False

    def is_offered(self, case: Case, post: Post) -> bool:
        """Whether the state of the case and the role of the post allow it now."""
        if Status(case.status) not in self.when or not may(post.role, self.deed):
            return False
        mine, free = case.handler_id == post.person_id, case.handler_id is None
        if self.deed == Deed.TAKE:
            return free or (not mine and post.role == Role.CHIEF)
        return self.deed in SHARED or mine or free


SHARED: Final = frozenset({Deed.ASSIGN, Deed.DELIVER})  # whoever handles the case
NEW = frozenset({S.SUBMITTED})

ALL: Final = (
    Move("take", Deed.TAKE, WITH_OFFICIALS, _("Take the case"), _("Taken"), "t", "hand", stays=True),
    Move("accept", Deed.ACCEPT, NEW, _("Accept"), _("Accepted"), "a", "check", "main"),
    Move(
        "correction",
        Deed.ASK_CORRECTION,
        NEW,
        _("Ask for a correction"),
        _("Correction asked for"),
        "c",
        "pencil-line",
        asks=True,
    ),
    Move(
        "not-accept",
        Deed.REFUSE_TO_ACCEPT,
        {S.SUBMITTED, S.CORRECTION},
        _("Do not accept"),
        _("Not accepted"),
        "r",
        "x",
        "risky",
        asks=True,
    ),
    Move(
        "review",
        Deed.REVIEW,
        {S.ACCEPTED},
        _("Begin the review"),
        _("Review begun"),
        "b",
        "play",
        "main",
        stays=True,
    ),
    Move(
        "resume",
        Deed.PAUSE,
        {S.PAUSED},
        _("Let the clock run again"),
        _("Clock running again"),
        "p",
        "play",
        "main",
        stays=True,
    ),
    Move(
        "grant", Deed.DECIDE, {S.REVIEWING}, _("Grant"), _("Granted"), "g", "check", "main", asks=True
    ),
    Move(
        "refuse", Deed.DECIDE, {S.REVIEWING}, _("Refuse"), _("Refused"), "r", "x", "risky", asks=True
    ),
    Move(
        "pause",
        Deed.PAUSE,
        {S.REVIEWING},
        _("Stop the clock"),
        _("Clock stopped"),
        "p",
        "pause",
        asks=True,
    ),
    Move(
        "assign",
        Deed.ASSIGN,
        WITH_OFFICIALS,
        _("Give to a colleague"),
        _("Given to a colleague"),
        "s",
        "users",
        asks=True,
    ),
    Move(
        "deliver",
        Deed.DELIVER,
        {S.GRANTED},
        _("Result handed over"),
        _("Handed over"),
        "d",
        "package-check",
    ),
    Move(
        "close",
        Deed.DELIVER,
        {S.DELIVERED, S.REFUSED, S.NOT_ACCEPTED},
        _("Put away"),
        _("Put away"),
        "d",
        "archive",
    ),
)
MOVES: Final[Mapping[str, Move]] = {move.name: move for move in ALL}


def moves_for(case: Case, post: Post) -> list[Move]:
    """What can be done now, the likeliest first."""
    return [move for move in ALL if move.is_offered(case, post)]
