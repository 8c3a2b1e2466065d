"""Family and village helpers: letting somebody act for oneself, and stopping what they do."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases import operations, queries
from tongban.catalog.queries import helps_at, published_services, service_names
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.powers import PowerForm
from tongban.identity.models import Mandate
from tongban.identity.queries import mandate_of, mandates_given, mandates_held
from tongban.identity.rules import Level
from tongban.portal.http import MANDATE, CitizenRequest, signed_in

SHOWN = 40


@signed_in(level=Level.MATCHED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: CitizenRequest) -> HttpResponse:
    """Who may act for me and for whom I may act; POST lets somebody."""
    posted = request.POST if request.method == "POST" else None
    form = PowerForm(posted, matters=_matters(), today=localdate())
    refusal = None
    if form.is_valid():
        try:
            made = operations.entrust(by=request.user, **form.given(), at=now())
        except Refusal as error:
            refusal = error
        else:
            return redirect("mandate", made.public_id)
    at = now()
    given, held = mandates_given(request.user, at=at), mandates_held(request.user, at=at)
    context = {
        "given": [(each, _names(each)) for each in given],
        "held": [(each, _names(each)) for each in held],
        "form": form,
        "refusal": refusal,
    }
    return page(request, "portal/helpers/index.html", context, status=409 if refusal else 200)


@signed_in
@require_POST
def act_for(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """From now on one acts for somebody else, on the pages of cases."""
    found = get_object_or_404(mandates_held(request.user, at=now()), public_id=public_id)
    request.session.pop("grant", None)
    request.session[MANDATE] = str(found.public_id)
    return redirect("cases")


@signed_in
@require_POST
def act_for_oneself(request: CitizenRequest) -> HttpResponse:
    request.session.pop(MANDATE, None)
    return redirect("helpers")


@signed_in
@never_cache
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    return _power(request, _own(request, public_id))


@signed_in
@require_POST
def end(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Either side ends it."""
    mandate = _own(request, public_id)
    try:
        operations.end_power(mandate=mandate, by=request.user, at=now())
    except Refusal as refusal:
        return _power(request, _own(request, public_id), refusal=refusal)
    return redirect("mandate", public_id)


@signed_in
@require_POST
def stop(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """One did not want what was done in one's name."""
    act = get_object_or_404(queries.acts_for(request.user), public_id=public_id)
    also_end = request.POST.get("also_end") == "yes"
    try:
        operations.veto(act=act, by=request.user, at=now(), also_end=also_end)
    except Refusal as refusal:
        return _power(request, act.mandate, refusal=refusal)
    return redirect("mandate", act.mandate.public_id)


def _own(request: CitizenRequest, public_id: UUID) -> Mandate:
    """A power that one gave or holds, also one that is over."""
    found = mandate_of(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _power(
    request: CitizenRequest, mandate: Mandate, *, refusal: Refusal | None = None
) -> HttpResponse:
    at = now()
    office = helps_at(mandate.agent) if mandate.kind == "helper" else None
    acts = queries.acts_under(mandate)[:SHOWN]
    context: dict[str, Any] = {
        "power": mandate,
        "matters": _names(mandate),
        "is_mine": mandate.principal_id == request.user.pk,
        "is_live": mandate.is_live(at=at),
        "office": office,
        "acts": [(each, queries.may_veto(each, at=at)) for each in acts],
        "refusal": refusal,
    }
    return page(request, "portal/helpers/power.html", context, status=409 if refusal else 200)


def _names(mandate: Mandate) -> list[str]:
    named = service_names(set(mandate.services))
    return [str(named.get(code, code)) for code in mandate.services]


def _matters() -> list[tuple[str, str]]:
    found = published_services().filter(online=True, for_person=True)
    return [(each.code, str(each)) for each in found]
