"""The counter's side of the hall: who is next, who is here, who has not come."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.appointments import operations, queries
from tongban.appointments.models import Schedule, Visit
from tongban.cases.queries import cases_at
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.ratings.queries import word_for
from tongban.workbench.appointments.forms import CounterForm
from tongban.workbench.http import OfficialRequest, at_a_post

COUNTER: Final = "work.counter"
LINE: Final = "work.line"
SHOWN: Final = 20
Deed = Callable[[OfficialRequest, Visit, datetime], object]


@at_a_post
@never_cache
@require_safe
def show(request: OfficialRequest) -> HttpResponse:
    return _hall(request)


@at_a_post
@require_POST
def choose_counter(request: OfficialRequest) -> HttpResponse:
    """Sit down at a counter, until one signs out."""
    form = CounterForm(request.POST, lines=_choices(request))
    if not form.is_valid():
        return _hall(request, form=form)
    request.session[COUNTER] = form.cleaned_data["counter"].upper()
    request.session[LINE] = form.cleaned_data["line"]
    return redirect("work_hall")


@at_a_post
@require_POST
def do(request: OfficialRequest, name: str) -> HttpResponse:
    """Call the next one, sign somebody in, or give a number from the door."""
    at, post, told = now(), request.post, ""
    try:
        if name == "call":
            counter = request.session.get(COUNTER, "")
            if not counter:
                return _hall(request, form=CounterForm({}, lines=_choices(request)))
            line = _line(request, request.session.get(LINE, ""))
            operations.call_next(counter=counter, line=line, by=post, at=at)
        elif name == "arrive":
            said = request.POST.get("said", "")[:20]
            visit = operations.arrive(office=post.office, said=said, by=post, at=at)
            told = visit.number
        elif name == "number":
            line = _line(request, request.POST.get("line", ""))
            if line is None:
                raise Http404
            told = operations.give_number(schedule=line, by=post, at=at).number
        else:
            raise Http404
    except Refusal as refusal:
        return _hall(request, refusal=refusal)
    return _hall(request, told=told) if told else redirect("work_hall")


@at_a_post
@require_POST
def act(request: OfficialRequest, public_id: UUID, name: str) -> HttpResponse:
    """What comes of the one who was called."""
    at = now()
    found = queries.today(request.post.office, at=at)
    visit = get_object_or_404(found.select_related("schedule__office"), public_id=public_id)
    if name not in DEEDS:
        raise Http404
    try:
        DEEDS[name](request, visit, at)
    except Refusal as refusal:
        return _hall(request, refusal=refusal)
    return redirect("work_hall")


def _transfer(request: OfficialRequest, visit: Visit, at: datetime) -> object:
    line = _line(request, request.POST.get("line", ""))
    if line is None:
        raise Http404
    return operations.transfer(visit=visit, line=line, by=request.post, at=at)


DEEDS: Final[Mapping[str, Deed]] = {
    "recall": lambda r, visit, at: operations.recall(visit=visit, by=r.post, at=at),
    "missed": lambda r, visit, at: operations.mark_missed(visit=visit, by=r.post, at=at),
    "finish": lambda r, visit, at: operations.finish(visit=visit, by=r.post, at=at),
    "excuse": lambda r, visit, at: operations.excuse(visit=visit, by=r.post, at=at),
    "transfer": _transfer,
}


def _hall(
    request: OfficialRequest,
    *,
    form: CounterForm | None = None,
    refusal: Refusal | None = None,
    told: str = "",
) -> HttpResponse:
    """The whole screen. The queue shows numbers and what for; a name only at one's own counter."""
    at, office = now(), request.post.office
    serving = queries.served_by(request.post, at=at)
    chosen = {
        "counter": request.session.get(COUNTER, ""),
        "line": request.session.get(LINE, ""),
    }
    waiting = queries.next_ones(office, line=_line(request, chosen["line"]), at=at)
    context = {
        "serving": serving,
        "case": _case_of(request, serving),
        "to_rate": _to_rate(request, at) if serving is None else None,
        "waiting": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "expected": queries.expected(office, at=at)[:SHOWN],
        "missed": queries.missed_lately(office, at=at),
        "lines": queries.lines(office, at=at),
        "counter": chosen["counter"],
        "form": form or CounterForm(initial=chosen, lines=_choices(request)),
        "refusal": refusal,
        "number_told": told,
        "at": at,
    }
    return page(request, "workbench/appointments/hall.html", context, live="queue")


def _to_rate(request: OfficialRequest, at: datetime) -> dict[str, str] | None:
    """The code with which whoever was served last can rate it; it names nobody."""
    done = queries.done_lately(request.post, at=at)
    if done is None:
        return None
    address = request.build_absolute_uri(reverse("rating_code", args=[word_for(done.ref)]))
    return {"number": done.number, "address": address, "square": square(address)}


def _case_of(request: OfficialRequest, serving: Visit | None) -> dict[str, str]:
    """What the visit is for: a case of this office to open, or a draft to go on with."""
    kind, _slash, name = (serving.about if serving else "").partition("/")
    if kind != "case":
        return {}
    ours = cases_at(request.post).filter(public_id=name).exists()
    return {"id": name, "is": "case" if ours else "draft"}


def _choices(request: OfficialRequest) -> list[tuple[str, str]]:
    lines = queries.lines_at(request.post.office)
    return [(str(line.public_id), f"{line.letter} {line.name}") for line in lines]


def _line(request: OfficialRequest, name: str) -> Schedule | None:
    """A line of this office by its id."""
    lines = queries.lines_at(request.post.office)
    return next((line for line in lines if str(line.public_id) == name), None)
