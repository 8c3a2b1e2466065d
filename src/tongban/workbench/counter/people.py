"""Somebody who stands at the counter: what they can begin, and who may act for them."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.appointments import queries as appointments
from tongban.appointments.operations import excuse as excuse_visit
from tongban.cases import operations, queries
from tongban.cases.models import Attendance, Voucher
from tongban.catalog.queries import find, published_services, service_names
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.queries import mandates_given
from tongban.workbench.counter.forms import CardForm, PaperForm
from tongban.workbench.counter.views import around
from tongban.workbench.http import OfficialRequest, at_a_post

SHOWN: Final = 8
FOUND: Final = 12
ACTS: Final = 12


@at_a_post
@require_POST
def meet(request: OfficialRequest) -> HttpResponse:
    """By the card that the official has in hand."""
    card = CardForm(request.POST)
    voucher = _voucher(request)
    if card.is_valid():
        try:
            met = operations.meet_with_card(**card.cleaned_data, by=request.post, at=now())
        except Refusal as refusal:
            for key, fault in refusal.faults.items():
                card.add_error(key, str(fault))
            context = around(request) | {"card": card, "refusal": refusal, "voucher": voucher}
            return page(request, "workbench/counter/index.html", context, status=409)
        if voucher and voucher.service and voucher.service.online:
            return _begun(request, met, voucher.service.code, voucher)
        return redirect("work_counter_person", met.public_id)
    context = around(request) | {"card": card, "voucher": voucher}
    return page(request, "workbench/counter/index.html", context, status=422)


@at_a_post
@never_cache
@require_safe
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    return _person(request, standing(request, public_id))


@at_a_post
@require_POST
def begin(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Begin an application with them, or go on with what they began on the phone."""
    met = standing(request, public_id)
    return _begun(request, met, request.POST.get("service", ""), None)


@at_a_post
@require_POST
def paper(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Write down a signed paper by which somebody else may act for them."""
    met, at = standing(request, public_id), now()
    form = PaperForm(request.POST, matters=_matters(), today=localdate())
    if not form.is_valid():
        return _person(request, met, form=form)
    try:
        operations.record_paper(principal=met.person, **form.given(), by=request.post, at=at)
    except Refusal as refusal:
        return _person(request, met, form=form, refusal=refusal)
    return redirect("work_counter_person", public_id)


@at_a_post
@require_POST
def end_power(request: OfficialRequest, public_id: UUID, mandate: UUID) -> HttpResponse:
    """They do not want it any more."""
    met, at = standing(request, public_id), now()
    found = get_object_or_404(mandates_given(met.person, at=at), public_id=mandate)
    try:
        operations.end_power(mandate=found, by=request.post, at=at)
    except Refusal as refusal:
        return _person(request, met, refusal=refusal)
    return redirect("work_counter_person", public_id)


@at_a_post
@require_POST
def stop(request: OfficialRequest, public_id: UUID, act: UUID) -> HttpResponse:
    """They did not want what was done for them."""
    met = standing(request, public_id)
    found = get_object_or_404(queries.acts_for(met.person), public_id=act)
    try:
        operations.veto(act=found, by=request.post, at=now())
    except Refusal as refusal:
        return _person(request, met, refusal=refusal)
    return redirect("work_counter_person", public_id)


@at_a_post
@require_POST
def excuse(request: OfficialRequest, public_id: UUID, visit: UUID) -> HttpResponse:
    """There was a reason why they did not come; it does not count."""
    met, at = standing(request, public_id), now()
    missed = appointments.no_shows_of(met.person, request.post.office, at=at)
    found = next((each for each in missed if each.public_id == visit), None)
    if found is None:
        raise Http404
    try:
        excuse_visit(visit=found, by=request.post, at=at)
    except Refusal as refusal:
        return _person(request, met, refusal=refusal)
    return redirect("work_counter_person", public_id)


def standing(request: OfficialRequest, public_id: UUID) -> Attendance:
    """Whoever stands before this official; anybody else is not there."""
    met = queries.attendance(public_id, request.post, at=now())
    if met is None:
        raise Http404
    return met


def _begun(
    request: OfficialRequest, met: Attendance, code: str, voucher: Voucher | None
) -> HttpResponse:
    service = get_object_or_404(published_services().filter(online=True), code=code)
    try:
        case = operations.begin_at_counter(
            attended=met, service=service, voucher=voucher, by=request.post, at=now()
        )
    except Refusal as refusal:
        return _person(request, met, refusal=refusal)
    return redirect("work_counter", case.public_id)


def _voucher(request: OfficialRequest) -> Voucher | None:
    try:
        name = UUID(request.POST.get("voucher", ""))
    except ValueError:
        return None
    return queries.voucher_taken(name, request.post, at=now())


def _matters() -> list[tuple[str, str]]:
    found = published_services().filter(online=True, for_person=True)
    return [(each.code, str(each)) for each in found.select_related("version")]


def _person(
    request: OfficialRequest,
    met: Attendance,
    *,
    form: PaperForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    at, actor = now(), queries.attends(met)
    query = request.GET.get("q", "").strip()
    audience = "organisation" if met.grant else "person"
    mine = queries.cases_of(actor)
    powers = [] if met.grant else list(mandates_given(met.person, at=at))
    named = service_names({code for each in powers for code in each.services})
    acts = [] if met.grant else list(queries.acts_for(met.person)[:ACTS])
    context: dict[str, Any] = {
        "met": met,
        "query": query,
        "found": find(query, audience=audience, online_only=True, limit=FOUND) if query else None,
        "drafts": mine.drafts()[:SHOWN],
        "cases": mine.exclude(submitted_at=None)[:SHOWN],
        "powers": [(each, [str(named.get(c, c)) for c in each.services]) for each in powers],
        "acts": [(each, queries.may_veto(each, at=at)) for each in acts],
        "missed": appointments.no_shows_of(met.person, request.post.office, at=at),
        "barred": appointments.counter_only(met.person, at=at),
        "form": form or PaperForm(None, matters=_matters(), today=localdate()),
        "refusal": refusal,
    }
    return page(request, "workbench/counter/person.html", context, status=409 if refusal else 200)
