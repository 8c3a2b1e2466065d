"""The official's part of a browser's session; a citizen's part in it stays untouched."""

from typing import Final

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.http import url_has_allowed_host_and_scheme

from tongban.identity.models import SignIn
from tongban.identity.rules import Door
from tongban.workbench.http import POST, OfficialRequest

FIRST: Final = "/work/"


class VisitorRequest(OfficialRequest):
    """A request at the officials' door, perhaps from somebody who is signed in already."""

    sign_in: SignIn | None
    source: str


def begin(request: HttpRequest, sign_in: SignIn) -> None:
    """Bind a fresh session to an official's new sign-in."""
    request.session.cycle_key()
    request.session.set_expiry(None)
    rotate_token(request)
    for left in (POST, "signed_out"):
        request.session.pop(left, None)
    request.session[Door.WORK] = str(sign_in.public_id)


def finish(request: HttpRequest) -> None:
    """Take the official out of the session."""
    for ours in (Door.WORK, POST, "signed_out"):
        request.session.pop(ours, None)
    request.session.cycle_key()
    rotate_token(request)


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of the workbench that was asked for, else its first."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith(FIRST) else FIRST
