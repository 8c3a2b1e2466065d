"""The register of problems at the workbench: who owns what, by when, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_stubs_ext import StrOrPromise

from tongban.catalog.models import in_language
from tongban.catalog.rules import Role
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.hotline import operations, queries
from tongban.hotline.models import Problem
from tongban.hotline.rules.problems import ENDED, Source
from tongban.ratings.queries import norms_named, rating_with_ref
from tongban.ratings.rules import Level
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.inbox.rows import left_until
from tongban.workbench.problems.forms import AppealForm, JudgeForm, PromiseForm, SettleForm

PAGE = 50


@dataclass(frozen=True)
class Move:
    label: StrOrPromise
    key: str
    icon: str
    operation: Callable[..., Any]
    form: type[forms.Form] | None = None

    @property
    def asks(self) -> bool:
        return self.form is not None


MOVES: Final[Mapping[str, Move]] = {
    "own": Move(_("I answer for it"), "t", "hand", operations.own_problem),
    "call": Move(_("I call back"), "c", "phone", operations.call_back),
    "promise": Move(_("Promise a day"), "d", "calendar", operations.promise, PromiseForm),
    "settle": Move(_("Write the result"), "a", "check", operations.settle, SettleForm),
    "appeal": Move(_("Appeal: not in good faith"), "m", "scale", operations.appeal, AppealForm),
    "judge": Move(_("Decide the appeal"), "j", "gavel", operations.judge, JudgeForm),
}


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    ended = request.GET.get("box") == "done"
    every = queries.problems_at(request.post, at=now())
    found = every.filter(status__in=ENDED) if ended else every.exclude(status__in=ENDED)
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = localdate(now())
    context = {
        "pages": pages,
        "rows": [(each, left_until(each.promised_on or each.due_on, today)) for each in pages],
        "ended": ended,
    }
    return page(request, "workbench/problems/index.html", context)


@at_a_post
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    return _screen(request, _found(request, public_id))


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    problem, move = _found(request, public_id), MOVES.get(name)
    if move is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    if posted is None and move.form is None:
        return redirect("work_problem", public_id)
    form = (move.form or forms.Form)(posted)
    if not form.is_valid():
        return _screen(request, problem, name=name, form=form)
    try:
        move.operation(problem=problem, by=request.post, at=now(), **form.cleaned_data)
    except Refusal as refusal:
        return _screen(request, problem, name=name, form=form, refusal=refusal)
    return redirect("work_problem", public_id)


def _screen(
    request: OfficialRequest,
    problem: Problem,
    *,
    name: str = "",
    form: forms.Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "problem": problem,
        "moves": _moves(request, problem),
        "name": name,
        "move": MOVES.get(name),
        "form": form,
        "refusal": refusal,
        "to_call": queries.whom_to_call(problem, request.post),
        "rated": _rated(problem),
        "left": left_until(problem.promised_on or problem.due_on, localdate(now())),
    }
    return page(request, "workbench/problems/show.html", context)


def _rated(problem: Problem) -> dict[str, Any]:
    """What a bad rating was about, and the tags it came with; never whose it is."""
    rating = rating_with_ref(problem.about) if problem.source == Source.RATING else None
    if rating is None:
        return {}
    tags = norms_named(rating.norms).values()
    return {
        "level": Level(rating.level).label,
        "tags": [in_language(tag.names) for tag in tags],
        "what": rating.occasion,
        "how": rating.get_obtained_display(),
    }


def _moves(request: OfficialRequest, problem: Problem) -> list[tuple[str, Move]]:
    """What makes sense now; the operations decide all the same."""
    if problem.status in ENDED:
        return []
    me, called = request.post.person_id, not problem.to_call or problem.called_at is not None
    if me == problem.handler_id:
        return []
    to_judge = problem.contested_at is not None and problem.malicious is None
    shown = {
        "own": problem.owner_id is None,
        "call": not called,
        "promise": called,
        "settle": called,
        "appeal": problem.source == Source.RATING and problem.contested_at is None,
        "judge": to_judge and request.post.role == Role.CHIEF and me != problem.appealed_by_id,
    }
    return [(name, move) for name, move in MOVES.items() if shown[name]]


def _found(request: OfficialRequest, public_id: UUID) -> Problem:
    return get_object_or_404(queries.problems_at(request.post, at=now()), public_id=public_id)
