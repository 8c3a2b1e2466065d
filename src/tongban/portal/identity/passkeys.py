"""Passkeys: using one to sign in or to show more, keeping a list of one's own."""

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
from tongban.identity.operations import Site
from tongban.identity.rules import Door
from tongban.identity.rules.devices import kind_of_device
from tongban.portal.http import CitizenRequest, safe_next, signed_in
from tongban.portal.identity.forms import PasskeyForm
from tongban.portal.identity.signing_in import onward, welcome

STATE = "portal.passkey"
LIVES = timedelta(minutes=5)


@require_POST
def options(request: CitizenRequest) -> HttpResponse:
    """What the browser needs: to sign in, or with `make` to make a new passkey."""
    if "make" in request.POST and request.sign_in:
        offered, state = operations.offer_registration(person=request.user, site=site_of(request))
    else:
        person = request.user if request.sign_in else None
        offered, state = operations.offer_sign_in(site=site_of(request), person=person)
    request.session[STATE] = {"state": state, "at": now().isoformat()}
    return JsonResponse(offered)


@require_POST
def sign_in(request: CitizenRequest) -> HttpResponse:
    """Let in whoever holds the passkey that the browser used."""
    form = PasskeyForm(request.POST)
    state = taken_state(request)
    if not form.is_valid() or state is None:
        return _sign_in_page(request, operations.PasskeyRefused())
    try:
        opened = operations.sign_in_with_passkey(
            site=site_of(request),
            state=state,
            answer=form.cleaned_data["answer"],
            door=Door.PORTAL,
            device=kind_of_device(request.headers.get("User-Agent", "")),
            at=now(),
        )
    except Refusal as refusal:
        return _sign_in_page(request, refusal)
    return welcome(request, opened)


@require_POST
@signed_in
def step_up(request: CitizenRequest) -> HttpResponse:
    """Show more with a passkey of one's own."""
    form = PasskeyForm(request.POST)
    state = taken_state(request)
    refusal: Refusal = operations.PasskeyRefused()
    if request.sign_in and state and form.is_valid():
        try:
            operations.step_up_with_passkey(
                sign_in=request.sign_in,
                site=site_of(request),
                state=state,
                answer=form.cleaned_data["answer"],
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            return onward(request, safe_next(request))
    context = {"refusal": refusal, "next": safe_next(request)}
    return page(request, "portal/identity/passkey_failed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: CitizenRequest) -> HttpResponse:
    """One's passkeys; a new one arrives as a POST from the browser."""
    refusal = None
    if request.method == "POST" and request.sign_in:
        form = PasskeyForm(request.POST)
        state = taken_state(request)
        try:
            if not form.is_valid() or state is None:
                raise operations.PasskeyRefused
            operations.add_passkey(
                sign_in=request.sign_in,
                site=site_of(request),
                state=state,
                answer=form.cleaned_data["answer"],
                name=form.cleaned_data["name"] or _name_for(request),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("passkeys")
    context = {"refusal": refusal, "passkeys": queries.passkeys_of(request.user)}
    return page(request, "portal/identity/passkeys.html", context)


@require_POST
@signed_in
def remove(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    passkey = get_object_or_404(queries.passkeys_of(request.user), public_id=public_id)
    operations.remove_passkey(passkey=passkey, by=request.user, at=now())
    return redirect("passkeys")


def site_of(request: HttpRequest) -> Site:
    """The site as browsers see it; a passkey works there, and in the domain that platforms share."""
    return Site.at(
        f"{request.scheme}://{request.get_host()}",
        shared=settings.TONGBAN_PASSKEY_DOMAIN,
        name=str(settings.PLATFORM_NAME),
    )


def taken_state(request: HttpRequest) -> dict[str, Any] | None:
    """What was remembered for the browser's answer. It serves once, for five minutes."""
    kept = request.session.pop(STATE, None)
    if kept is None or datetime.fromisoformat(kept["at"]) < now() - LIVES:
        return None
    state: dict[str, Any] = kept["state"]
    return state


def _name_for(request: HttpRequest) -> str:
    return kind_of_device(request.headers.get("User-Agent", "")) or "Passkey"


def _sign_in_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"refusal": refusal, "next": safe_next(request)}
    return page(request, "portal/identity/passkey_failed.html", context)
