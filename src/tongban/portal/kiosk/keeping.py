"""What a machine in a hall keeps: which machine it is, and of people nothing."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from tongban.certificates import queries
from tongban.certificates.models import Kiosk
from tongban.identity.models import Grant, SignIn
from tongban.identity.operations.kiosks import leave_kiosk
from tongban.identity.queries import sign_in_that_ended
from tongban.identity.rules import IDLE, Door
from tongban.portal.preferences.surroundings import ELDER, REGION

MACHINE, TOUCHED, ASKED = "kiosk.machine", "kiosk.touched", "kiosk.asked"
WATCHES: Final = "X-Watches"  # a script looks for news; nobody touched the screen
SECONDS: Final = int(IDLE[Door.KIOSK].total_seconds())
LEFT: Final = (
    settings.LANGUAGE_COOKIE_NAME,
    ELDER,
    REGION,
    settings.TOLD_COOKIE_NAME,
    settings.KNOWN_COOKIE_NAME,
)


def kiosk_of(request: HttpRequest, *, at: datetime) -> Kiosk | None:
    """Which machine this browser is. What a person left there a minute ago is cleared first."""
    name = request.session.get(MACHINE)
    kiosk = queries.kiosk_named(UUID(name), at=at) if name else None
    if name and kiosk is None:  # it was taken down
        clear(request, at=at, machine=False)
    if kiosk is None:
        return None
    touched = request.session.get(TOUCHED)
    if touched and at - datetime.fromisoformat(touched) >= IDLE[Door.KIOSK]:
        clear(request, at=at)
        request.cleared = True  # type: ignore[attr-defined]
    if WATCHES not in request.headers:
        request.session[TOUCHED] = at.isoformat()
    return kiosk


def become(request: HttpRequest, kiosk: Kiosk) -> None:
    """Make this browser that machine, until it is closed. Whoever was signed in is not any more."""
    request.session.flush()
    _begin(request, str(kiosk.verifier.public_id))


def let_in(request: HttpRequest, sign_in: SignIn, *, grant: Grant | None = None) -> None:
    """Bind the machine to somebody for as long as they touch it."""
    request.session.cycle_key()
    rotate_token(request)
    request.session.pop(ASKED, None)
    request.session[Door.KIOSK] = str(sign_in.public_id)
    if grant:
        request.session["grant"] = str(grant.public_id)


def clear(request: HttpRequest, *, at: datetime, machine: bool = True) -> None:
    """End the sign-in and forget everything but which machine this is; the old cookie is void."""
    name, signed_in = request.session.get(MACHINE, ""), request.session.get(Door.KIOSK)
    ended = sign_in_that_ended(UUID(signed_in)) if signed_in else None
    if ended:
        leave_kiosk(sign_in=ended, at=at)
    request.session.flush()
    if machine:
        _begin(request, name)


def leave_nothing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """No page in a cache, no cookie that outlives the browser, and after a clearing none at all."""
    response.headers["Cache-Control"] = "no-store"
    for cookie in response.cookies.values():
        if cookie["max-age"] != 0:
            cookie["max-age"] = cookie["expires"] = ""
    if getattr(request, "cleared", False):
        response.headers["Clear-Site-Data"] = '"storage"'
        for name in LEFT:
            response.delete_cookie(name)
    return response


def _begin(request: HttpRequest, name: str) -> None:
    request.session[MACHINE] = name
    request.session.set_expiry(0)
    rotate_token(request)
