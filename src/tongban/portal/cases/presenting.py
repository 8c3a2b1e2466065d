"""Presenting a certificate: who gets which of its fields, and what for, before it is done."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.queries import Sheet
from tongban.cases.rules import Status
from tongban.cases.rules.presenting import is_settled
from tongban.core.middleware import leaves_a_line
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.portal.cases.own import LOOKS, fillable
from tongban.portal.http import CitizenRequest, ask_for_level, may_help, signed_in


@leaves_a_line(*LOOKS)
@signed_in
@may_help
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def present(request: CitizenRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The sheet for one certificate: look at it, present it, or take it back."""
    case = fillable(request, public_id)
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    sheet = next((each for each in queries.sheets(case, at=now()) if each.kind == kind), None)
    if sheet is None:
        raise Http404
    onward, refusal = _onward(request, case), None
    if request.method == "POST":
        try:
            if "back" in request.POST:
                operations.take_back(case=case, kind=kind, by=request.actor, at=now())
            else:
                operations.present(case=case, kind=kind, by=request.actor, at=now())
        except Refusal as error:
            refusal = error
        else:
            return redirect(onward)
    context = {
        "case": case,
        "sheet": sheet,
        "recipient": queries.recipient(case),
        "onward": onward,
        "back": onward,
        "from_page": request.GET.get("page", ""),
        "refusal": refusal,
    }
    return page(request, "portal/cases/present.html", context, status=409 if refusal else 200)


def _onward(request: CitizenRequest, case: Case) -> str:
    """Back to the page of the form from which one came, or to the materials."""
    pages = [each["id"] for each in queries.package_of(case).pages]
    name = request.GET.get("page", "")
    if name in pages:
        return reverse("case_form", args=[case.public_id, name])
    return reverse("case_materials", args=[case.public_id])


def offered_on(case: Case, fields: Collection[str], *, at: datetime) -> list[Sheet]:
    """The certificates that would answer something on a page of the form."""
    found = queries.sheets(case, at=at)
    return [each for each in found if not each.is_given and not each.keys.isdisjoint(fields)]


def settled_by(case: Case, *, at: datetime) -> dict[str, str]:
    """The questions of a draft that presented certificates answer, each with its kind of certificate."""
    if case.status != Status.DRAFT:
        return {}
    questions = queries.package_of(case).questions
    return {
        key: sheet.kind
        for sheet in queries.sheets(case, at=at)
        for key in sheet.keys
        if sheet.is_given and is_settled(questions[key], {sheet.kind})
    }


def way_to(case: Case, kind: str, page_id: str) -> str:
    """The address of the sheet of a certificate, and from there back to this page."""
    return f"{reverse('case_present', args=[case.public_id, kind])}?page={page_id}"
