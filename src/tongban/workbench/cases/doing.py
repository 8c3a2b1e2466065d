"""From a filled-in form to the one operation that it stands for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict

from tongban.cases import operations
from tongban.cases.models import Case
from tongban.cases.queries import destinations, package_of
from tongban.cases.rules.answers import asked
from tongban.catalog.models import Post, in_language
from tongban.workbench.cases.forms import (
    AssignForm,
    CorrectionForm,
    HandOverForm,
    NoteForm,
    PauseForm,
    ReasonForm,
    StageForm,
)
from tongban.workbench.cases.moves import Move

FORMS: dict[str, type[forms.Form]] = {
    "not-accept": ReasonForm,
    "refuse": ReasonForm,
    "grant": NoteForm,
    "pause": PauseForm,
    "finish-stage": StageForm,
}


def form_for(move: Move, case: Case, post: Post, data: QueryDict | None) -> forms.Form:
    """The form of a move; empty for what needs no words."""
    if move.name == "correction":
        package = package_of(case)
        labels = {key: package.questions[key].label for key in asked(package, case.answers)}
        return CorrectionForm(
            data,
            fields={key: in_language(dict(label)) for key, label in labels.items()},
            materials={need.key: in_language(dict(need.names)) for need in package.needs},
        )
    if move.name == "assign":
        colleagues = post.office.posts.filter(ended_at=None).exclude(person=post.person)
        return AssignForm(data, colleagues=colleagues.select_related("person").order_by("pk"))
    if move.name == "hand-over":
        places = {peer.name: in_language(peer.names) for peer in destinations(case)}
        return HandOverForm(data, places=places)
    return FORMS.get(move.name, forms.Form)(data)


def carry_out(move: Move, case: Case, form: Any, *, by: Post, at: datetime) -> Case:
    """Call the operation. It refuses what the state of the case or the post does not allow."""
    operation, takes = DEEDS[move.name]
    said = {"defects": form.defects()} if move.name == "correction" else form.cleaned_data
    done: Case = operation(case=case, by=by, at=at, **{name: said[name] for name in takes})
    return done


# The operation behind each move, and what it takes from the form.
DEEDS: Final[Mapping[str, tuple[Callable[..., Case], tuple[str, ...]]]] = {
    "take": (operations.take, ()),
    "accept": (operations.accept, ()),
    "correction": (operations.ask_correction, ("defects",)),
    "not-accept": (operations.refuse_to_accept, ("reason",)),
    "review": (operations.begin_review, ()),
    "pause": (operations.pause, ("kind", "reason")),
    "resume": (operations.resume, ()),
    "finish-stage": (operations.finish_stage, ("note",)),
    "grant": (operations.grant, ("reason",)),
    "refuse": (operations.refuse, ("reason",)),
    "assign": (operations.assign, ("to",)),
    "hand-over": (operations.hand_over, ("to", "why")),
    "take-back": (operations.reclaim, ()),
    "deliver": (operations.deliver, ()),
    "close": (operations.close, ()),
}
