"""Signing in with a phone and a code, and going on with what one was doing."""

import json
from contextlib import suppress
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.design.pages import page
from tongban.identity import operations, queries
from tongban.identity.models import SignIn, phone_index
from tongban.identity.providers import hub as hubs
from tongban.identity.queries import openid
from tongban.identity.rules import CODE_LIVES
from tongban.identity.rules.devices import (
    COOKIE,
    COOKIE_AGE,
    kind_of_device,
    known_device,
    remember,
)
from tongban.messages import operations as messages
from tongban.portal.http import CitizenRequest, begin, finish, held, let_go, safe_next, signed_in
from tongban.portal.identity.forms import CodeForm, PhoneForm

ASKED, CHALLENGE = "portal.asked", "portal.challenge"
MOST_PHONES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: CitizenRequest) -> HttpResponse:
    """Ask for a code. The answer is the same for every number."""
    form, national = PhoneForm(request.POST or None), hub_context()
    if national["hub"] and not national["hub_away"]:  # else the keyboard would hide the first way
        form.fields["phone"].widget.attrs.pop("autofocus")
    refusal = None
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            challenge = operations.send_code(
                phone=phone,
                source=request.source,
                known_device=known_device(request.COOKIES.get(COOKIE, ""), who=phone_index(phone)),
                tell=messages.text,
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            request.session[CHALLENGE] = str(challenge.public_id)
            remember_asked(request, phone)
            return _with_next("sign_in_code", request)
    context = {
        "form": form,
        "refusal": refusal,
        "next": safe_next(request),
        "signed_out": request.session.get("signed_out"),
        "held": held(request),
        "invented": queries.invented_people() if settings.TONGBAN_DEMO else [],
        "bound_for": openid.party(request.GET["for"]) if "for" in request.GET else None,
        **national,
    }
    return page(request, "portal/identity/sign_in.html", context)


def hub_context() -> dict[str, object]:
    """The national platform, where people of a node sign in, and whether it answers just now."""
    hub = hubs.hub()
    return {"hub": hub, "hub_away": hub is not None and hubs.is_away(hub)}


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: CitizenRequest) -> HttpResponse:
    """Take the code that was sent, and let the person in."""
    phones = phones_asked(request)
    challenge = request.session.get(CHALLENGE)
    if not challenge or not phones:
        return _with_next("sign_in", request)
    form = CodeForm(request.POST or None)
    refusal = None
    if form.is_valid():
        try:
            sign_in = operations.sign_in_with_code(
                challenge=UUID(challenge),
                code=form.cleaned_data["code"],
                source=request.source,
                device=kind_of_device(request.headers.get("User-Agent", "")),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
            form.add_error("code", str(refused))
        else:
            del request.session[CHALLENGE]
            return welcome(request, sign_in)
    context = {
        "form": form,
        "gone": refusal is not None and refusal.code == "code_gone",
        "phone": phones[0],
        "minutes": int(CODE_LIVES.total_seconds() // 60),
        "next": safe_next(request),
    }
    return page(request, "portal/identity/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def go_on(request: CitizenRequest) -> HttpResponse:
    """Show what was typed before the sign-in ended, and send it where it was going."""
    kept = held(request)
    if kept is None:
        return redirect(safe_next(request))
    if request.method == "POST":
        let_go(request)
        if "discard" in request.POST:
            return redirect(kept["path"])
        # 307 makes the browser post the same fields again, to the place they were meant for.
        return HttpResponseRedirect(kept["path"], status=307)
    return page(request, "portal/identity/go_on.html", {"held": kept})


@require_POST
@signed_in
def sign_out(request: CitizenRequest) -> HttpResponse:
    if request.sign_in:
        # If it ended from another device meanwhile, that is what was asked for.
        with suppress(operations.NotSignedInThere):
            operations.end_sign_in(sign_in=request.sign_in, by=request.user, at=now())
    finish(request)
    return redirect("home")


def welcome(request: CitizenRequest, sign_in: SignIn, *, then: str = "") -> HttpResponse:
    """Bind the session, remember the device, and lead to where the person was going."""
    begin(request, sign_in)
    response = onward(request, then or safe_next(request))
    person = sign_in.person
    if person.phone_index:
        known = remember(request.COOKIES.get(COOKIE, ""), who=person.phone_index)
        response.set_cookie(
            COOKIE, known, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.SECURE
        )
    if person.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", secure=settings.SECURE
        )
    return response


def onward(request: CitizenRequest, then: str) -> HttpResponse:
    """First to what was typed and could not be saved, else to the page that was asked for."""
    if held(request):
        return redirect(f"{reverse('sign_in_go_on')}?{urlencode({'next': then})}")
    return redirect(then)


def phones_asked(request: HttpRequest) -> list[str]:
    """The numbers for which this browser asked a code, latest first."""
    sealed = request.session.get(ASKED, "")
    phones: list[str] = json.loads(vault.unseal(sealed, place=ASKED)) if sealed else []
    return phones


def remember_asked(request: HttpRequest, phone: str) -> None:
    """For the on-screen phone of a demonstration, and for the page that takes the code."""
    others = [other for other in phones_asked(request) if other != phone]
    text = json.dumps([phone, *others][:MOST_PHONES])
    request.session[ASKED] = vault.seal(text, place=ASKED)


def _with_next(name: str, request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': safe_next(request)})}")
