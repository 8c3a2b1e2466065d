"""From a filled-in form to the one operation that it stands for."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from tongban.cases import operations
from tongban.cases.models import Case
from tongban.cases.queries import package_of
from tongban.cases.rules.answers import asked
from tongban.catalog.models import Post
from tongban.workbench.cases.forms import (
    AssignForm,
    CorrectionForm,
    NoteForm,
    PauseForm,
    ReasonForm,
)
from tongban.workbench.cases.moves import Move

FORMS: dict[str, type[forms.Form]] = {
    "not-accept": ReasonForm,
    "refuse": ReasonForm,
    "grant": NoteForm,
    "pause": PauseForm,
}


def form_for(move: Move, case: Case, post: Post, data: QueryDict | None) -> forms.Form:
    """The form of a move; empty for what needs no words."""
    if move.name == "correction":
        package = package_of(case)
        fields = list(asked(package, case.answers))
        return CorrectionForm(data, fields=fields, materials=[n.key for n in package.needs])
    if move.name == "assign":
        colleagues = post.office.posts.filter(ended_at=None).exclude(person=post.person)
        return AssignForm(data, colleagues=colleagues.select_related("person").order_by("pk"))
    return FORMS.get(move.name, forms.Form)(data)


def carry_out(move: Move, case: Case, form: Any, *, by: Post, at: datetime) -> Case:
    """Call the operation. It refuses what the state of the case or the post does not allow."""
    said = form.cleaned_data
    match move.name:
        case "correction":
            return operations.ask_correction(case=case, defects=form.defects(), by=by, at=at)
        case "not-accept":
            return operations.refuse_to_accept(case=case, reason=said["reason"], by=by, at=at)
        case "pause":
            kind, reason = said["kind"], said["reason"]
            return operations.pause(case=case, kind=kind, reason=reason, by=by, at=at)
        case "grant":
            return operations.grant(case=case, reason=said["reason"], by=by, at=at)
        case "refuse":
            return operations.refuse(case=case, reason=said["reason"], by=by, at=at)
        case "assign":
            return operations.assign(case=case, to=said["to"], by=by, at=at)
    plain = {
        "take": operations.take,
        "accept": operations.accept,
        "review": operations.begin_review,
        "resume": operations.resume,
        "deliver": operations.deliver,
        "close": operations.close,
    }
    return plain[move.name](case=case, by=by, at=at)
