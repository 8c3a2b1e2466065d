"""Requests of citizens: who they are, and what happens when they are not signed in (enough)."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, overload
from urllib.parse import urlencode, urlsplit

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from tongban.crypto import vault
from tongban.identity.models import Actor, Person, SignIn
from tongban.identity.rules import Door, Level

HELD: Final = "portal.held"
MANDATE: Final = "portal.mandate"  # for whom somebody acts, by the power they have
MOST_TEXT: Final = 64 * 1024
STRANGERS: Final = timedelta(hours=2)


class CitizenRequest(HttpRequest):
    """A request from someone who has signed in.

    `level` is what this sign-in has shown; `actor` is the person, perhaps acting for a firm. On
    the few pages that `may_help`, it is the one they act for (`helps`); `helper` is that, anywhere.
    """

    user: Person
    actor: Actor
    sign_in: SignIn | None
    level: int
    source: str
    helper: Actor | None
    helps: bool


P = ParamSpec("P")
View = Callable[Concatenate[CitizenRequest, P], HttpResponse]
Door_ = Callable[Concatenate[HttpRequest, P], HttpResponse]


@overload
def signed_in(view: View[P], /) -> Door_[P]: ...
@overload
def signed_in(*, level: int = ...) -> Callable[[View[P]], Door_[P]]: ...
def signed_in(view: Any = None, /, *, level: int = Level.DECLARED) -> Any:
    """Only for those who have signed in, and shown at least `level`.

    Others are led to the page that helps them, and back. What they had typed is kept.
    """
    if view is not None:
        return signed_in()(view)

    def wrap(inner: View[P]) -> Door_[P]:
        @wraps(inner)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if getattr(request, "actor", None) is None:
                return _led_to(request, reverse("sign_in"))
            refused = ask_for_level(request, level)  # type: ignore[arg-type]
            return refused or inner(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return wrap


def may_help(view: View[P]) -> View[P]:
    """A page on which somebody acts for the person who gave them a power; others stay their own."""

    @wraps(view)
    def helped(request: CitizenRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.helper:
            request.actor, request.helps = request.helper, True
        return view(request, *args, **kwargs)

    return helped


def ask_for_level(request: CitizenRequest, level: int) -> HttpResponse | None:
    """The way to the step-up page if this sign-in has not shown enough, else None.

    For views whose level depends on the service: `return ask_for_level(request, 3) or …`.
    """
    if request.level >= level:
        return None
    return _led_to(request, reverse("step_up"), level=str(level))


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours that was asked for, else the front page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else "/"  # `redirect` would look up a name


def begin(request: HttpRequest, sign_in: SignIn) -> None:
    """Bind a fresh session to a new sign-in; drop what another person left in it."""
    session, person = request.session, str(sign_in.person.public_id)
    if session.get("was", person) != person:
        for left in (HELD, "grant", "was", MANDATE):
            session.pop(left, None)
    session.cycle_key()
    session.set_expiry(None)
    rotate_token(request)
    session.pop("signed_out", None)
    session[Door.PORTAL] = str(sign_in.public_id)
    session["was"] = person


def finish(request: HttpRequest) -> None:
    """Take a citizen's part out of the session; an official's part in it stays."""
    for ours in (Door.PORTAL, "grant", "was", HELD, "signed_out", MANDATE):
        request.session.pop(ours, None)
    request.session.cycle_key()
    rotate_token(request)


def _led_to(request: HttpRequest, door: str, **more: str) -> HttpResponse:
    live = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        hold(request)
    here = request.get_full_path() if request.method == "GET" and not live else _page_of(request)
    target = f"{door}?{urlencode({'next': here, **more})}"
    return HttpResponseClientRedirect(target) if live else redirect(target)


def _page_of(request: HttpRequest) -> str:
    """The page that a form stands on: where to return to after its answer could not be taken."""
    current = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(current)
    ours = parts.netloc in {"", request.get_host()} and parts.path
    return parts.path + (f"?{parts.query}" if parts.query else "") if ours else "/"


def hold(request: HttpRequest) -> None:
    """Keep the typed fields of a form, sealed, until its writer has signed in again."""
    fields = [
        [name, value]
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    kept = {
        "path": request.get_full_path(),
        "typed": any(value.strip() for name, value in fields if name not in {"revision", "next"}),
        "fields": fields,
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
    }
    text = json.dumps(kept, ensure_ascii=False)
    if len(text.encode()) <= MOST_TEXT:
        request.session[HELD] = vault.seal(text, place=HELD)
        if getattr(request, "actor", None) is None:
            request.session.set_expiry(STRANGERS)  # what strangers leave here goes soon


def held(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept of a form: its `path`, `fields` and the names of lost `files`."""
    sealed = request.session.get(HELD)
    if not sealed:
        return None
    try:
        kept: dict[str, Any] = json.loads(vault.unseal(sealed, place=HELD))
    except InvalidTag:
        return None
    return kept


def let_go(request: HttpRequest) -> None:
    """Forget what was kept of a form."""
    request.session.pop(HELD, None)
