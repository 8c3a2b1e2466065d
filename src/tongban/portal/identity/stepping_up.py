"""Showing more of who one is, only where a service asks for it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity import operations, queries
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, held, safe_next, signed_in
from tongban.portal.identity.forms import NameForm
from tongban.portal.identity.signing_in import hub_context, onward


@require_safe
@signed_in
def step_up(request: CitizenRequest) -> HttpResponse:
    """The ways to the level that is needed, each with an alternative."""
    return _ways(request)


@require_POST
@signed_in
def presence(request: CitizenRequest) -> HttpResponse:
    """The demonstration's real-person check."""
    if request.sign_in is None:
        return _ways(request)
    try:
        operations.confirm_presence(sign_in=request.sign_in, at=now())
    except Refusal as refusal:
        return _ways(request, refusal)
    return onward(request, safe_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def name(request: CitizenRequest) -> HttpResponse:
    """Say one's name and ID number, for the population register to match."""
    form = NameForm(request.POST or None)
    refusal = None
    if request.sign_in and form.is_valid():
        try:
            operations.confirm_name(
                sign_in=request.sign_in,
                name=form.cleaned_data["name"],
                number=form.cleaned_data["number"],
                source=request.source,
                at=now(),
            )
        except Refusal as refused:
            refusal = None if refused.faults else refused
            for field, sentence in refused.faults.items():
                form.add_error(field, str(sentence))
        else:
            return onward(request, safe_next(request))
    context = {
        "form": form,
        "refusal": refusal,
        "next": safe_next(request),
        "done": request.user.level >= Level.MATCHED,
    }
    return page(request, "portal/identity/name.html", context)


def _ways(request: CitizenRequest, refusal: Refusal | None = None) -> HttpResponse:
    wanted = request.POST.get("level") or request.GET.get("level") or ""
    needed = int(wanted) if wanted in {"2", "3", "4"} else int(Level.PRESENT)
    if request.level >= needed and not refusal:
        return onward(request, safe_next(request))
    strong = [key for key in queries.passkeys_of(request.user) if key.level >= needed]
    context = {
        "refusal": refusal,
        "next": safe_next(request),
        "held": held(request),
        "needed": Level(needed),
        "named": request.user.level >= Level.MATCHED,
        "strong_passkeys": strong,
        "may_pretend": settings.TONGBAN_DEMO and needed <= Level.PRESENT,
        "shown_here": needed <= queries.most_shown_here(),
        **hub_context(),
    }
    return page(request, "portal/identity/step_up.html", context)
