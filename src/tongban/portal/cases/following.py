"""After handing in: my cases, one case with its line of steps, and what can still be done."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.appointments.queries import takes_appointments
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import DECIDED, WITH_APPLICANT, Status, may_become
from tongban.catalog.queries import offices_near
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.portal.cases.own import LOOKS, own
from tongban.portal.cases.registers import told_for
from tongban.portal.cases.summary import defects_of
from tongban.portal.catalog.choosing import go_to
from tongban.portal.http import CitizenRequest, ask_for_level, may_help, signed_in
from tongban.portal.preferences.surroundings import reader_of
from tongban.ratings import queries as ratings

PAGE = 20


def to_bring(case: Case, *, at: datetime) -> list[queries.MaterialView]:
    """What is still to be done at a counter while the case is open."""
    if case.decided_at or case.status == Status.WITHDRAWN:
        return []
    needs = queries.materials(case, at=at)
    return [need for need in needs if need.state.value in {"on_site", "counter"}]


@signed_in
@may_help
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    box = "done" if request.GET.get("box") == "done" else "open"
    mine = queries.cases_of(request.actor)
    over = [*DECIDED, Status.WITHDRAWN]
    mine = mine.filter(status__in=over) if box == "done" else mine.exclude(status__in=over)
    cases = Paginator(queries.with_last_days(mine), PAGE).get_page(request.GET.get("page"))
    asked = (
        queries.consents_for(request.user).filter(answered_at=None)
        if box == "open" and not request.helps
        else ()
    )
    context = {"cases": cases, "box": box, "asked": asked}
    return page(request, "portal/cases/index.html", context)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    case = own(request, public_id)
    if case.status == Status.DRAFT:
        return redirect("case_form", public_id, queries.package_of(case).pages[0]["id"])
    return _case_page(request, case, at=now())


def _case_page(
    request: CitizenRequest, case: Case, *, at: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    status = Status(case.status)
    correction = queries.open_correction(case)
    context = {
        "case": case,
        "package": queries.package_of(case),
        "clock": queries.clock(case, at=at),
        "events": queries.timeline(case, at=at),
        "correction": correction,
        "defects": defects_of(correction),
        "to_bring": to_bring(case, at=at),
        "where": queries.whereabouts(case),
        "stages": queries.stages_of(case),
        "parts": queries.parts_of(case),
        "consents": queries.consents_of(case),
        "registers": told_for(case),
        "there": go_to(case.custodian, reverse("case", args=[case.public_id])),
        "certificate": queries.certificate_from(case),
        "may_withdraw": may_become(Status.WITHDRAWN, now=status),
        "with_applicant": status in WITH_APPLICANT,
        "rating": ratings.rating_of(request.user, case.ref),
        "to_rate": None if request.helps else ratings.to_rate_of(request.user, case.ref, at=at),
        "refusal": refusal,
    }
    return page(request, "portal/cases/show.html", context, status=409 if refusal else 200)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_safe
def receipt(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    case = own(request, public_id)
    if case.status == Status.DRAFT:
        return redirect("case_check", public_id)
    events = queries.timeline(case, at=now())
    context = {
        "case": case,
        "where": queries.whereabouts(case),
        "certificate": queries.certificate_from(case),
        "to_bring": to_bring(case, at=now()),
        "ahead": [event for event in events if event.at is None],
    }
    return page(request, "portal/cases/receipt.html", context)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """The way out of every dead end: POST makes a code by which a counter goes on with this."""
    case, at = own(request, public_id), now()
    if request.method == "POST":
        try:
            operations.make_voucher(case=case, by=request.actor, at=at)
        except Refusal:
            return redirect("case", public_id)
        return redirect("case_counter", public_id)
    offers = case.status in WITH_APPLICANT and not case.custodian
    voucher = queries.voucher_of(case, at=at) if offers else None
    context = {
        "case": case,
        "offices": offices_near(reader_of(request).region),
        "offers": offers,
        "voucher": voucher,
        "square": square(voucher.code) if voucher else "",
        "bookable": takes_appointments(case.service.code),
    }
    return page(request, "portal/cases/counter.html", context)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    case = own(request, public_id)
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    if request.method != "POST":
        return page(request, "portal/cases/withdraw.html", {"case": case})
    try:
        operations.withdraw(case=case, by=request.actor, at=now())
    except Refusal as refusal:
        return _case_page(request, own(request, public_id), at=now(), refusal=refusal)
    return redirect("cases" if case.submitted_at is None else "case", *_only_if(case))


def _only_if(case: Case) -> list[UUID]:
    return [case.public_id] if case.submitted_at else []
