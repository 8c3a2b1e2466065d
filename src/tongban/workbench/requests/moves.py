"""What can be done with a request, on which key, and with which form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.catalog.models import Post
from tongban.hotline import operations
from tongban.hotline.models import Request
from tongban.hotline.rules import AT_WORK, Status
from tongban.workbench.requests.forms import ReplyForm


@dataclass(frozen=True)
class Move:
    """One thing to do. `side` says whose it is: the office that answers, or the hotline's desk."""

    name: str
    label: StrOrPromise
    key: str
    icon: str
    operation: Callable[..., Request]
    side: str = "office"
    now: frozenset[Status] = AT_WORK
    form: type[forms.Form] | None = None
    look: str = ""


MOVES: Final[Mapping[str, Move]] = {
    move.name: move
    for move in (
        Move("take", _("Take it"), "t", "hand", operations.take),
        Move("reply", _("Answer"), "a", "reply", operations.reply, form=ReplyForm),
    )
}


def moves_for(request: Request, post: Post) -> list[Move]:
    """What this official can do with it now. The operation decides all the same."""
    if request.asker_id == post.person_id or request.custodian:
        return []
    return [move for move in MOVES.values() if _offered(move, request, post)]


def _offered(move: Move, request: Request, post: Post) -> bool:
    where: Any = request.office_id if move.side == "office" else request.center_id
    if where != post.office_id or request.status not in move.now:
        return False
    return move.name != "take" or request.handler_id is None
