"""Acting for a firm, and where one is signed in."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, make_aware, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalog.queries import published_services, service_names
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation.queries import HERE
from tongban.identity import operations, queries
from tongban.identity.rules import MAY_GIVE, GrantKind
from tongban.portal.http import MANDATE, CitizenRequest, safe_next, signed_in
from tongban.portal.identity.chain import linked
from tongban.portal.identity.forms import AgentForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def acting(request: CitizenRequest) -> HttpResponse:
    """Choose in whose name to act: one's own, or a firm's that gave one the power."""
    grants = queries.live_grants_of(request.user, at=now())
    if request.method == "POST":
        chosen = request.POST.get("grant", "")
        for power in ("grant", MANDATE):
            request.session.pop(power, None)
        if chosen:
            grant = get_object_or_404(grants, public_id=_uuid(chosen))
            request.session["grant"] = str(grant.public_id)
        return redirect(safe_next(request))
    return _acting_page(request)


@require_POST
@signed_in
def give(request: CitizenRequest) -> HttpResponse:
    """Let somebody act for the firm that one may give powers for."""
    form = _form(request, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _acting_page(request, form=form)
    try:
        operations.appoint(
            phone=form.cleaned_data["phone"],
            name=form.cleaned_data["name"],
            kind=GrantKind(form.cleaned_data["kind"]),
            ends_at=_end_of(form.cleaned_data["until"]),
            services=form.cleaned_data["services"],
            by=request.actor,
            at=now(),
        )
    except Refusal as refusal:
        return _acting_page(request, refusal, form)
    return redirect("acting")


@require_POST
@signed_in
def revoke(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """End somebody's power to act for the firm, and what hangs on it; or lay down one's own."""
    own = request.actor.grant
    if own and own.public_id == public_id:
        grant = own
    else:
        grant = get_object_or_404(queries.grants_at(request.actor, at=now()), public_id=public_id)
    try:
        operations.revoke_grant(grant=grant, by=request.actor, at=now())
    except Refusal as refusal:
        return _acting_page(request, refusal)
    return redirect("acting")


@require_safe
@signed_in
def sign_ins(request: CitizenRequest) -> HttpResponse:
    """Where one is signed in now."""
    context = {
        "sign_ins": queries.sign_ins_of(request.user, at=now()),
        "current": request.sign_in,
    }
    return page(request, "portal/identity/sign_ins.html", context)


@require_POST
@signed_in
def end_sign_in(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Sign out on another device."""
    other = get_object_or_404(queries.sign_ins_of(request.user, at=now()), public_id=public_id)
    operations.end_sign_in(sign_in=other, by=request.user, at=now())
    return redirect("sign_ins")


def _form(request: CitizenRequest, data: QueryDict | None) -> AgentForm | None:
    """The form for those who may give powers, with the matters in which they have their own."""
    own = request.actor.grant
    kinds = MAY_GIVE[GrantKind(own.kind)] if own else set()
    if own is None or not kinds or own.organisation.node != HERE:
        return None
    found = published_services().filter(online=True, for_organisation=True)
    mine = [each for each in found if not own.services or each.code in own.services]
    matters = [(each.code, str(each)) for each in mine]
    return AgentForm(data, kinds=kinds, matters=matters, today=localdate())


def _end_of(last_day: date) -> datetime:
    """Midnight after the last day."""
    return make_aware(datetime.combine(last_day + timedelta(days=1), time.min))


def _acting_page(
    request: CitizenRequest, refusal: Refusal | None = None, form: AgentForm | None = None
) -> HttpResponse:
    at = now()
    current = request.actor.grant
    chain = linked(queries.grants_at(request.actor, at=at))
    named = service_names({code for link in chain for code in link.grant.services})
    context = {
        "form": form or _form(request, None),
        "refusal": refusal,
        "grants": queries.live_grants_of(request.user, at=at),
        "current": current,
        "chain": [(link, [str(named.get(c, c)) for c in link.grant.services]) for link in chain],
        "kept_at": current.organisation.node if current else "",
        "grant_ended": request.session.pop("grant_ended", False),
        "next": safe_next(request),
    }
    return page(request, "portal/identity/acting.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
