"""The counter: who stands there, and what they brought."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.appointments.queries import served_by
from tongban.cases import operations, queries
from tongban.cases.models import Case, Voucher
from tongban.catalog.models import in_language
from tongban.catalog.queries import service_names
from tongban.core.refusal import Refusal
from tongban.design.cameras import reader
from tongban.design.pages import page
from tongban.identity.models import Actor, MandateQuerySet
from tongban.identity.queries import mandates_to_confirm
from tongban.workbench.counter.forms import CardForm
from tongban.workbench.http import OfficialRequest, at_a_post

LONGEST_VOUCHER: Final = 20  # what is longer is the code of a person
LONGEST_CODE: Final = 600


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: OfficialRequest) -> HttpResponse:
    """Everything that begins at a counter. POST takes what was scanned, said or called for."""
    if request.method != "POST":
        return page(request, "workbench/counter/index.html", around(request))
    said = request.POST.get("code", "").strip()[:LONGEST_CODE]
    try:
        if request.POST.get("visit"):
            return redirect("work_counter", _called_for(request).public_id)
        if len(said) > LONGEST_VOUCHER:
            met = operations.meet_with_code(text=said, by=request.post, at=now())
            return redirect("work_counter_person", met.public_id)
        voucher = operations.take_voucher(code=said, by=request.post, at=now())
    except Refusal as refusal:
        context = around(request) | {"refusal": refusal}
        return page(request, "workbench/counter/index.html", context, status=409)
    if voucher.case:
        return redirect("work_counter", voucher.case.public_id)
    return redirect("work_counter_brought", voucher.public_id)


@at_a_post
@never_cache
@require_safe
def brought(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Where somebody got no further, and what they had typed there."""
    voucher = queries.voucher_taken(public_id, request.post, at=now())
    if voucher is None:
        raise Http404
    context = {"voucher": voucher, "card": CardForm(), "typed": _typed(voucher)}
    return page(request, "workbench/counter/brought.html", context)


@at_a_post
@require_POST
def confirm(request: OfficialRequest, mandate: UUID) -> HttpResponse:
    """The second official has seen the signed paper."""
    at = now()
    found = _to_confirm(request).filter(public_id=mandate).first()
    if found is None:
        raise Http404
    try:
        operations.confirm_paper(mandate=found, by=request.post, at=at)
    except Refusal as refusal:
        context = around(request) | {"refusal": refusal}
        return page(request, "workbench/counter/index.html", context, status=409)
    return redirect("work_counter_take")


def _typed(voucher: Voucher) -> list[tuple[str, str]]:
    """What had been typed, with the words of the form that asked for it, if it is known."""
    service, names, words = voucher.service, {}, {}
    if service and service.version_id:
        package = queries.package_of(service)
        names = {key: in_language(dict(each.label)) for key, each in package.questions.items()}
        words = queries.said(package, voucher.typed)
    names |= {"q": str(_("Searched for")), "phone": str(_("Mobile number"))}
    return [(names.get(key, key), words.get(key) or text) for key, text in voucher.typed.items()]


def around(request: OfficialRequest) -> dict[str, Any]:
    """What stands on the first page of the counter."""
    at = now()
    waiting = _to_confirm(request).exclude(recorded_by=request.post.person)
    named = service_names({code for each in waiting for code in each.services})
    return {
        "card": CardForm(),
        "people": queries.attendances(request.post, at=at),
        "cases": queries.cases_at_counter(request.post, at=at),
        "powers": [(each, [str(named.get(c, c)) for c in each.services]) for each in waiting],
        "camera_script": reader(),
    }


def _to_confirm(request: OfficialRequest) -> MandateQuerySet:
    """What colleagues of this office wrote down from paper."""
    here = {"recorded_by__posts__office": request.post.office, "recorded_by__posts__ended_at": None}
    return mandates_to_confirm(at=now()).filter(**here).distinct()


def _called_for(request: OfficialRequest) -> Case:
    """The draft of whoever stands at this counter now, as they booked it; of nobody else."""
    visit = served_by(request.post, at=now())
    if visit is None or str(visit.public_id) != request.POST["visit"] or visit.holder is None:
        raise Http404
    kind, _slash, name = visit.about.partition("/")
    case = queries.own_draft(visit.holder, UUID(name)) if kind == "case" else None
    if case is None:
        raise Http404
    return operations.open_draft(
        case=case, grounds=visit.ref, by=request.post, at=now(), as_=Actor(visit.holder)
    )
