"""Going on at the counter with a form that was begun on a phone, with its applicant present."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.appointments.queries import served_by
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.models import Actor
from tongban.workbench.counter.forms import CounterForm
from tongban.workbench.http import OfficialRequest, at_a_post


@at_a_post
@require_POST
def take(request: OfficialRequest) -> HttpResponse:
    """Open a draft: by the code its applicant says, or because they were called here for it."""
    at = now()
    try:
        if request.POST.get("visit"):
            case = _called_for(request)
        else:
            code = request.POST.get("code", "")[:20]
            case = operations.take_voucher(code=code, by=request.post, at=at)
    except Refusal as refusal:
        context = {"refusal": refusal}
        return page(request, "workbench/counter/refused.html", context, status=409)
    return redirect("work_counter", case.public_id)


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """The whole form on one page; POST keeps what was typed."""
    at, case = now(), _open(request, public_id)
    if request.method != "POST":
        return _form(request, case)
    typed = _filled(case, request)
    revision = request.POST.get("revision", "")
    try:
        case = operations.save_at_counter(
            case=case,
            answers=typed.said(),
            by=request.post,
            at=at,
            revision=int(revision) if revision.isascii() and revision.isdigit() else None,
        )
    except Refusal as refusal:
        return _form(request, case, refusal=refusal)
    return _form(request, case, saved=True)


@at_a_post
@require_POST
def hand_in(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    case = _open(request, public_id)
    confirmed = request.POST.get("confirmed") == "yes"
    try:
        case = operations.submit_at_counter(
            case=case, confirmed=confirmed, by=request.post, at=now()
        )
    except Refusal as refusal:
        return _form(request, _open(request, public_id), refusal=refusal)
    return page(request, "workbench/counter/handed_in.html", {"case": case})


def _called_for(request: OfficialRequest) -> Case:
    """The draft of whoever stands at this counter now, as they booked it."""
    visit = served_by(request.post, at=now())
    kind, _slash, name = (visit.about if visit else "").partition("/")
    if visit is None or visit.holder is None or kind != "case":
        raise Http404
    case = queries.own_draft(visit.holder, UUID(name))
    if case is None:
        raise Http404
    return operations.open_draft(case=case, grounds=visit.ref, by=request.post, at=now())


def _open(request: OfficialRequest, public_id: UUID) -> Case:
    case = queries.case_at_counter(public_id, request.post, at=now())
    if case is None:
        raise Http404
    return case


def _filled(case: Case, request: OfficialRequest | None = None) -> CounterForm:
    known = queries.prefill(case, Actor(case.applicant), at=now())
    answers = {key: fact.value for key, fact in known.items()} | case.answers
    data = request.POST if request else None
    return CounterForm(data, package=queries.package_of(case), answers=answers)


def _form(
    request: OfficialRequest, case: Case, *, refusal: Refusal | None = None, saved: bool = False
) -> HttpResponse:
    shown, faults = _filled(case), queries.faults(case, at=now())
    if saved or refusal:
        shown.blame(faults)
    context = {
        "case": case,
        "form": shown,
        "materials": queries.materials(case, at=now()),
        "faults": len(faults),
        "refusal": refusal,
        "saved": saved,
    }
    return page(request, "workbench/counter/form.html", context)
