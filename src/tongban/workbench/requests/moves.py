"""What can be done with a request, on which key, and with which form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline import operations
from tongban.hotline.models import Request
from tongban.hotline.rules import AT_WORK, Status
from tongban.workbench.requests import forms

NEW = frozenset({Status.RECEIVED})
CHIEFS: Final = frozenset({"publish", "take-off"})


@dataclass(frozen=True)
class Move:
    """One thing to do. `side` says whose it is: the office that answers, or the hotline's desk."""

    name: str
    label: StrOrPromise
    key: str
    icon: str
    operation: Callable[..., Any]
    side: str = "office"
    now: frozenset[Status] = AT_WORK
    form: type[forms.MoveForm] | None = None
    look: str = "outline"
    photos: bool = False

    @property
    def asks(self) -> bool:
        """Whether it needs a form."""
        return self.form is not None


_EVERY = (
    Move("dispatch", _("Dispatch"), "d", "send", operations.dispatch, "center", NEW,
         forms.DispatchForm, ""),
    Move("take", _("Take it"), "t", "hand", operations.take, look=""),
    Move("reply", _("Answer"), "a", "reply", operations.reply, form=forms.ReplyForm, look="",
         photos=True),
    Move("visit", _("Write down the return visit"), "v", "phone", operations.visit, "center",
         frozenset({Status.ANSWERED}), forms.VisitForm, ""),
    Move("send-back", _("Another authority is responsible"), "b", "undo-2", operations.send_back,
         form=forms.SendBackForm),
    Move("supervise", _("Remind the office"), "s", "bell-ring", operations.supervise, "center",
         AT_WORK, forms.SuperviseForm),
    Move("join", _("Join with another request"), "m", "merge", operations.join, "center",
         NEW | AT_WORK, forms.JoinForm),
    Move("not-accept", _("Do not accept"), "r", "ban", operations.refuse_to_accept, "center", NEW,
         forms.RefuseForm, "risky"),
    Move("publish", _("Show it to everybody"), "p", "megaphone", operations.publish, "center",
         frozenset({Status.CLOSED}), forms.PublishForm),
    Move("take-off", _("Show it to nobody"), "o", "eye-off", operations.take_off, "center",
         frozenset({Status.CLOSED})),
)  # fmt: skip
MOVES: Final[Mapping[str, Move]] = {move.name: move for move in _EVERY}


def moves_for(request: Request, post: Post) -> list[Move]:
    """What this official can do with it now. The operation decides all the same."""
    if request.asker_id == post.person_id or request.custodian:
        return []
    return [move for move in MOVES.values() if _offered(move, request, post)]


def _offered(move: Move, request: Request, post: Post) -> bool:
    where: Any = request.office_id if move.side == "office" else request.center_id
    if where != post.office_id or request.status not in move.now:
        return False
    if move.name in CHIEFS and (post.role != Role.CHIEF or not request.may_publish):
        return False
    return move.name != "take" or request.handler_id is None
