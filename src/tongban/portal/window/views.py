"""A window to a remote officer (云窗口), at the applicant's end."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases import operations, queries
from tongban.cases.models import Case, Window
from tongban.cases.rules import WITH_APPLICANT
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.portal.http import CitizenRequest, ask_for_level, signed_in

RECENT = 6


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """First exactly what the officer will see; POST agrees to that and waits for one."""
    mine = queries.cases_of(request.actor).here().filter(organisation=None)
    case, at = get_object_or_404(mine, public_id=public_id), now()
    gate = ask_for_level(request, queries.package_of(case).assurance)
    if gate:
        return gate
    refusal = None
    if request.method == "POST" and request.sign_in:
        shown = request.POST.getlist("shown")
        try:
            operations.ask_for_window(
                case=case, shown=shown, sign_in=request.sign_in, by=request.actor, at=at
            )
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("window")
    if queries.window_of(request.user, at=at):
        return redirect("window")
    context = {
        "case": case,
        "office": queries.remote_office(case),
        "sheets": queries.shared_pages(case, [], at=at, window=None),
        "refusal": refusal,
        "back": _way_back(case),
    }
    return page(request, "portal/window/ask.html", context, status=409 if refusal else 200)


@signed_in
@never_cache
@require_safe
def show(request: CitizenRequest) -> HttpResponse:
    """The open window: who is there, what they see and point to. Without one, where to begin."""
    at = now()
    window = queries.window_of(request.user, at=at)
    if window is None:
        none = {"last": queries.last_window_of(request.user), "cases": _mine(request)}
        return page(request, "portal/window/none.html", none, live="state")
    context = _of(window)
    context["sheets"] = queries.shared_pages(window.case, window.shown, at=at, window=window)
    if window.post_id is None:
        context["ahead"] = queries.ahead_at_window(window, at=at)
    return page(request, "portal/window/window.html", context, live="state")


@signed_in
@never_cache
@require_safe
def bar(request: CitizenRequest) -> HttpResponse:
    """What is new at the window, for the strip above a form."""
    window = queries.window_of(request.user, at=now())
    context = _of(window) if window else {}
    return page(request, "portal/window/bar.html", context)


@signed_in
@require_POST
def do(request: CitizenRequest, name: str) -> HttpResponse:
    """Open or hide one place, or end it. What is over already is as was asked for."""
    at = now()
    window = queries.window_of(request.user, at=at)
    if name not in {"show", "hide", "end"}:
        raise Http404
    if window is None:
        return redirect("window")
    try:
        if name == "end":
            operations.end_window(window=window, by=request.user, at=at)
        else:
            place, is_shown = request.POST.get("place", "")[:80], name == "show"
            operations.show_place(
                window=window, place=place, is_shown=is_shown, by=request.user, at=at
            )
    except operations.WindowOver:
        return redirect("window")
    except Refusal as refusal:
        raise Http404 from refusal
    return redirect("window")


def _of(window: Window) -> dict[str, object]:
    """The window, and what was pointed to with the way to each place."""
    pages = {
        key: each["id"] for each in queries.package_of(window.case).pages for key in each["fields"]
    }
    remarks = [
        {"remark": each, "way": _way_to(window.case, each.place, pages)}
        for each in window.remarks.order_by("-made_at", "-pk")[:RECENT]
    ]
    labels = {
        spot.place: spot.label
        for sheet in queries.shared_pages(window.case, [], at=window.agreed_at, window=None)
        for spot in sheet.spots
    }
    for each in remarks:
        each["label"] = labels.get(each["remark"].place, "")  # type: ignore[attr-defined]
    return {
        "window": window,
        "case": window.case,
        "remarks": remarks,
        "back": _way_back(window.case),
    }


def _way_to(case: Case, place: str, pages: dict[str, str]) -> str:
    """Where the applicant changes what the officer points to; nowhere once it is handed in."""
    kind, _colon, key = place.partition(":")
    if case.status not in WITH_APPLICANT:
        return ""
    if kind == "file":
        return reverse("case_material", args=[case.public_id, key])
    return f"{reverse('case_form', args=[case.public_id, pages[key]])}#id_{key}"


def _way_back(case: Case) -> str:
    if case.status in WITH_APPLICANT:
        first = queries.package_of(case).pages[0]["id"]
        return reverse("case_form", args=[case.public_id, first])
    return reverse("case", args=[case.public_id])


def _mine(request: CitizenRequest) -> list[Case]:
    """The cases that one may look at together with somebody."""
    mine = queries.cases_of(request.actor).here().filter(organisation=None, closed_at=None)
    return list(queries.with_last_days(mine)[:RECENT])
