"""Officials sign in: a password and a second factor, or a passkey."""

from contextlib import suppress
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity import operations, queries
from tongban.identity.models import Person, SignIn
from tongban.identity.rules import HALF_SIGNED_IN
from tongban.identity.rules.devices import (
    COOKIE,
    COOKIE_AGE,
    kind_of_device,
    known_device,
    remember,
)
from tongban.workbench.identity.forms import PasswordForm, SecondFactorForm
from tongban.workbench.identity.sessions import VisitorRequest, begin, finish, safe_next

HALF = "work.half"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: VisitorRequest) -> HttpResponse:
    """First the name and the password."""
    form = PasswordForm(request.POST or None)
    refusal = None
    if form.is_valid():
        name = form.cleaned_data["login_name"]
        try:
            person = operations.check_official(
                login_name=name,
                password=form.cleaned_data["password"],
                source=request.source,
                known_device=known_device(request.COOKIES.get(COOKIE, ""), who=f"work {name}"),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            request.session.cycle_key()
            request.session[HALF] = {"person": str(person.public_id), "at": now().isoformat()}
            return redirect(
                f"{reverse('work_second_factor')}?{urlencode({'next': safe_next(request)})}"
            )
    context = {
        "form": form,
        "refusal": refusal,
        "next": safe_next(request),
        "signed_out": request.session.get("signed_out"),
        "invented": queries.invented_people() if settings.TONGBAN_DEMO else [],
    }
    return page(request, "workbench/identity/sign_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: VisitorRequest) -> HttpResponse:
    """Then the code of the authenticator app."""
    person = _half_signed_in(request)
    if person is None:
        return redirect("work_sign_in")
    form = SecondFactorForm(request.POST or None)
    refusal = None
    if form.is_valid():
        try:
            opened = operations.sign_in_official(
                person=person,
                code=form.cleaned_data["code"],
                device=kind_of_device(request.headers.get("User-Agent", "")),
                at=now(),
            )
        except Refusal as refused:
            refusal = refused
        else:
            del request.session[HALF]
            return welcome(request, opened)
    context = {
        "form": form,
        "refusal": refusal,
        "next": safe_next(request),
        "code": _code_of_the_demonstration(person),
    }
    return page(request, "workbench/identity/second_factor.html", context)


@require_POST
def sign_out(request: VisitorRequest) -> HttpResponse:
    if request.sign_in:
        # If it ended from another device meanwhile, that is what was asked for.
        with suppress(operations.NotSignedInThere):
            operations.end_sign_in(sign_in=request.sign_in, by=request.user, at=now())
    finish(request)
    return redirect("work_sign_in")


def welcome(request: HttpRequest, opened: SignIn) -> HttpResponse:
    """Bind the session, remember the device, and lead to where the official was going."""
    begin(request, opened)
    response = redirect(safe_next(request))
    known = remember(request.COOKIES.get(COOKIE, ""), who=f"work {opened.person.login_name}")
    response.set_cookie(
        COOKIE, known, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.SECURE
    )
    return response


def _half_signed_in(request: HttpRequest) -> Person | None:
    half = request.session.get(HALF)
    if half is None or datetime.fromisoformat(half["at"]) < now() - HALF_SIGNED_IN:
        return None
    return queries.official_with(UUID(half["person"]))


def _code_of_the_demonstration(person: Person) -> str:
    """A demonstration shows the code that an app would; there is no phone with an app."""
    if not (settings.TONGBAN_DEMO and person.synthetic):
        return ""
    return queries.code_of_authenticator(person, at=now())
