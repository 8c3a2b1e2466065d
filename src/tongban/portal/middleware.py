"""Who asks: on every request, from the session, checked against what is true now."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django_htmx.http import HttpResponseClientRedirect

from tongban.identity import operations, queries
from tongban.identity.models import Actor, Person, SignIn
from tongban.identity.rules import SEEN_EVERY, Door, Level
from tongban.identity.rules.devices import source_of
from tongban.portal.http import MANDATE
from tongban.portal.kiosk.keeping import WATCHES, kiosk_of

WORKBENCH = "/work/"


class SignedInPeople:
    """Give the request its `source`, `sign_in`, `user`, `level` and `actor`.

    A citizen and an official may be signed in side by side in one browser: the address decides
    which door counts, so an official's power never reaches a citizen's page. A machine in a hall
    (`kiosk`) has a door of its own, which shuts when nobody has touched it for a minute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = now()
        kiosk = kiosk_of(request, at=at)
        request.kiosk = kiosk  # type: ignore[attr-defined]
        request.source = source_of(request.META, proxies=settings.TONGBAN_PROXIES)  # type: ignore[attr-defined]
        door = Door.WORK if request.path.startswith(WORKBENCH) else Door.PORTAL
        door = Door.KIOSK if kiosk else door
        sign_in = _sign_in_of(request, door, at=at)
        actor = helper = None
        if sign_in:
            request.user = sign_in.person
        if sign_in or SESSION_KEY in request.session:
            actor = _actor_of(request, at=at)
            helper = _helper_of(request, at=at) if door == Door.PORTAL else None
            lost = door == Door.PORTAL and helper is None and MANDATE in request.session
            if actor is None or lost:
                return _told_that_the_grant_ended(request)
        request.sign_in = sign_in  # type: ignore[attr-defined]
        request.level = sign_in.level if sign_in else Level.DECLARED  # type: ignore[attr-defined]
        request.actor = actor  # type: ignore[attr-defined]
        request.helper, request.helps = helper, False  # type: ignore[attr-defined]
        response = self.get_response(request)
        if sign_in:  # or the back button would show it to whoever uses this phone next
            response.headers.setdefault("Cache-Control", "private, no-store")
            if door not in request.session:  # signed out: the codes on this device go, too
                response.headers["Clear-Site-Data"] = '"storage"'
        return response


def _sign_in_of(request: HttpRequest, door: Door, *, at: datetime) -> SignIn | None:
    wanted = request.session.get(door)
    if not wanted:
        return None
    sign_in = queries.live_sign_in(UUID(wanted), at=at)
    if sign_in is None:
        ended = queries.sign_in_that_ended(UUID(wanted))
        del request.session[door]
        for power in ("grant", MANDATE):
            request.session.pop(power, None)
        request.session["signed_out"] = "elsewhere" if ended and ended.ended_at else "idle"
    elif (door == Door.WORK and at - sign_in.seen_at > SEEN_EVERY) or (
        door == Door.KIOSK and WATCHES not in request.headers
    ):
        operations.note_seen(sign_in=sign_in, at=at)
    return sign_in


def _actor_of(request: HttpRequest, *, at: datetime) -> Actor | None:
    """None only if the person was acting for a firm and may no longer."""
    person = request.user
    if isinstance(person, AnonymousUser):
        return None
    assert isinstance(person, Person)  # noqa: S101  the only kind of user there is
    grant = request.session.get("grant")
    return queries.actor_of(person, grant=UUID(grant) if grant else None, at=at)


def _helper_of(request: HttpRequest, *, at: datetime) -> Actor | None:
    """The person, as they act for somebody who gave them the power to."""
    chosen = request.session.get(MANDATE)
    if not chosen or not isinstance(request.user, Person):
        return None
    return queries.actor_for(request.user, UUID(chosen), at=at)


def _told_that_the_grant_ended(request: HttpRequest) -> HttpResponse:
    """Nothing is done in another name than the one the person saw on the screen."""
    for power in ("grant", MANDATE):
        request.session.pop(power, None)
    request.session["grant_ended"] = True
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect("/me/acting/")
    return redirect("acting")
