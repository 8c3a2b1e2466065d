"""Officials' passkeys: using one to sign in, keeping a list of one's own."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity import operations, queries
from tongban.identity.models import SignIn
from tongban.identity.operations import Site
from tongban.identity.rules import Door
from tongban.identity.rules.devices import kind_of_device
from tongban.workbench.http import OfficialRequest, at_any_post
from tongban.workbench.identity.forms import PasskeyForm, PasswordForm
from tongban.workbench.identity.sessions import VisitorRequest, safe_next
from tongban.workbench.identity.views import welcome

STATE = "work.passkey"
LIVES = timedelta(minutes=5)


@require_POST
def options(request: VisitorRequest) -> HttpResponse:
    """What the browser needs: to sign in, or with `make` to make a new passkey."""
    if "make" in request.POST and request.sign_in:
        offered, state = operations.offer_registration(person=request.user, site=_site(request))
    else:
        offered, state = operations.offer_sign_in(site=_site(request))
    request.session[STATE] = {"state": state, "at": now().isoformat()}
    return JsonResponse(offered)


@require_POST
def sign_in(request: VisitorRequest) -> HttpResponse:
    """Let in the official who holds the passkey."""
    form, state = PasskeyForm(request.POST), _taken_state(request)
    try:
        if state is None or not form.is_valid():
            raise operations.PasskeyRefused
        opened = operations.sign_in_with_passkey(
            site=_site(request),
            state=state,
            answer=form.cleaned_data["answer"],
            door=Door.WORK,
            device=kind_of_device(request.headers.get("User-Agent", "")),
            at=now(),
        )
    except Refusal as refusal:
        context = {
            "form": PasswordForm(),
            "refusal": refusal,
            "next": safe_next(request),
            "signed_out": None,
            "invented": [],
        }
        return page(request, "workbench/identity/sign_in.html", context)
    return welcome(request, opened)


@require_http_methods(["GET", "HEAD", "POST"])
@at_any_post
def index(request: OfficialRequest) -> HttpResponse:
    """One's passkeys; a new one arrives as a POST from the browser."""
    refusal = None
    here: SignIn | None = getattr(request, "sign_in", None)
    if request.method == "POST" and here:
        form, state = PasskeyForm(request.POST), _taken_state(request)
        try:
            if state is None or not form.is_valid():
                raise operations.PasskeyRefused
            operations.add_passkey(
                sign_in=here,
                site=_site(request),
                state=state,
                answer=form.cleaned_data["answer"],
                name=kind_of_device(request.headers.get("User-Agent", "")) or "Passkey",
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("work_passkeys")
    context = {"refusal": refusal, "passkeys": queries.passkeys_of(request.user)}
    return page(request, "workbench/identity/passkeys.html", context)


@require_POST
@at_any_post
def remove(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    passkey = get_object_or_404(queries.passkeys_of(request.user), public_id=public_id)
    operations.remove_passkey(passkey=passkey, by=request.user, at=now())
    return redirect("work_passkeys")


def _site(request: HttpRequest) -> Site:
    return Site.at(
        f"{request.scheme}://{request.get_host()}", shared="", name=str(settings.PLATFORM_NAME)
    )


def _taken_state(request: HttpRequest) -> dict[str, Any] | None:
    kept = request.session.pop(STATE, None)
    if kept is None or datetime.fromisoformat(kept["at"]) < now() - LIVES:
        return None
    state: dict[str, Any] = kept["state"]
    return state
