"""From the guide to the receipt: the pages on which somebody fills in an application."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import WITH_APPLICANT, Channel
from tongban.catalog.queries import guide, naming, published_services
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.questions import QuestionsForm
from tongban.federation.queries import HERE
from tongban.portal.cases.own import LOOKS, fillable, own
from tongban.portal.cases.presenting import offered_on, settled_by, way_to
from tongban.portal.cases.summary import defects_of, faults_of
from tongban.portal.http import CitizenRequest, ask_for_level, may_help, signed_in

NUMBER = re.compile(r"[0-9]{1,9}")


@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: CitizenRequest, code: str) -> HttpResponse:
    """Begin with the first page of the form. A link only leads to the button that does so, for
    those who come from another platform."""
    online = published_services().filter(online=True).select_related("version")
    service = get_object_or_404(online, code=code)
    gate = ask_for_level(request, queries.package_of(service).assurance)
    if gate:
        return gate
    if request.method != "POST":
        context = {"service": service, "guide": guide(service)}
        context["draft"] = queries.draft_of(request.actor, service)
        return page(request, "portal/cases/begin.html", context)
    try:
        case = operations.start(service=service, by=request.actor, at=now(), channel=Channel.MOBILE)
    except Refusal as refusal:
        context = {"service": service, "refusal": refusal}
        return page(request, "portal/cases/cannot.html", context, status=409)
    return redirect("case_form", case.public_id, queries.package_of(case).pages[0]["id"])


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: CitizenRequest, public_id: UUID, page_id: str) -> HttpResponse:
    case = fillable(request, public_id)
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    package = queries.package_of(case)
    number = _number_of(package.pages, page_id)
    known = queries.prefill(case, request.actor, at=now())
    settled = settled_by(case, at=now())
    answers = {key: fact.value for key, fact in known.items()} | case.answers
    questions = queries.questions(
        package,
        package.pages[number]["fields"],
        answers=answers,
        known=known,
        settled={key: way_to(case, kind, page_id) for key, kind in settled.items()},
        problems=queries.asked_of(queries.open_correction(case)),
    )
    data = request.POST if request.method == "POST" else None
    shown = QuestionsForm(data, questions=questions, places=naming)
    refusal: Refusal | None = None
    if shown.is_bound:
        try:
            case = _save(request, case, shown)
        except operations.ChangedElsewhere as error:
            refusal = error
            shown.compare(error.saved, queries.said(package, error.saved))
        except Refusal as error:
            refusal = error
        else:
            if "X-Autosave" in request.headers:
                return HttpResponse(status=204, headers={"X-Revision": str(case.revision)})
            shown.blame(queries.faults(case, at=now()))
            if not shown.errors:
                return _after(case, package.pages, number, back=request.GET.get("back", ""))
    return _form_page(request, case, number, shown, refusal)


def _save(request: CitizenRequest, case: Case, shown: QuestionsForm) -> Case:
    revision = request.POST.get("revision", "")
    return operations.save_draft(
        case=case,
        answers=shown.cleaned_data if shown.is_valid() else {},
        by=request.actor,
        at=now(),
        revision=int(revision) if NUMBER.fullmatch(revision) else None,
    )


def _number_of(pages: tuple[Mapping[str, Any], ...], page_id: str) -> int:
    for number, each in enumerate(pages):
        if each["id"] == page_id:
            return number
    raise Http404


def _after(
    case: Case, pages: tuple[Mapping[str, Any], ...], number: int, *, back: str
) -> HttpResponse:
    if back == "check":
        return redirect("case_check", case.public_id)
    if number + 1 < len(pages):
        return redirect("case_form", case.public_id, pages[number + 1]["id"])
    return redirect("case_materials", case.public_id)


def _form_page(
    request: CitizenRequest, case: Case, number: int, shown: QuestionsForm, refusal: Refusal | None
) -> HttpResponse:
    package, correction = queries.package_of(case), queries.open_correction(case)
    status = 409 if refusal else 422 if shown.errors else 200
    context = {
        "case": case,
        "package": package,
        "page": package.pages[number],
        "form": shown,
        "refusal": refusal,
        "now": number + 1,
        "total": len(package.pages) + 2,
        "offers": offered_on(case, shown.fields, at=now()),
        "correction": correction,
        "defects": [] if any(shown.asked) else defects_of(correction),
        "back": reverse("case", args=[case.public_id]) if correction else _before(case, number),
    }
    # A browser shows an answered form whatever its status; htmx and our autosave look at it.
    return page(request, "portal/cases/form.html", context, status=status)


def _before(case: Case, number: int) -> str:
    pages = queries.package_of(case).pages
    if number:
        return reverse("case_form", args=[case.public_id, pages[number - 1]["id"]])
    return reverse("service", args=[case.service.code])


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_safe
def materials(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    case = fillable(request, public_id)
    pages, correction = queries.package_of(case).pages, queries.open_correction(case)
    context = {
        "case": case,
        "package": queries.package_of(case),
        "materials": queries.materials(case, at=now()),
        "correction": correction,
        "defects": defects_of(correction),
        "now": len(pages) + 1,
        "total": len(pages) + 2,
        "back": _before(case, len(pages)),
    }
    return page(request, "portal/cases/materials.html", context)


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Everything once more before it goes out; POST hands it in."""
    case = own(request, public_id)
    if case.status not in WITH_APPLICANT or case.custodian != HERE:
        return redirect("case_receipt", public_id)
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    refusal = None
    if request.method == "POST":
        try:
            operations.submit(case=case, by=request.actor, at=now())
        except Refusal as error:
            refusal = error
            case = own(request, public_id)
        else:
            return redirect("case_receipt", public_id)
    pages, correction = queries.package_of(case).pages, queries.open_correction(case)
    context = {
        "case": case,
        "correction": correction,
        "defects": defects_of(correction),
        "package": queries.package_of(case),
        "sections": queries.sections(case, queries.prefill(case, request.actor, at=now())),
        "materials": queries.materials(case, at=now()),
        "sheets": [sheet for sheet in queries.sheets(case, at=now()) if sheet.materials],
        "recipient": queries.recipient(case),
        "faults": faults_of(case, queries.faults(case, at=now())),
        "refusal": refusal,
        "now": len(pages) + 2,
        "total": len(pages) + 2,
    }
    return page(request, "portal/cases/check.html", context, status=409 if refusal else 200)
