"""Saying on the next page what was just done. A short cookie: showing it writes nothing here."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.cases.models import Case

COOKIE: Final = str(settings.TOLD_COOKIE_NAME)
LIVES: Final = 60
SALT: Final = "tongban.workbench.told"


WORDS: Final[Mapping[str, StrOrPromise]] = {
    "open": _("Your reason was recorded"),
    "take": _("The case is yours now"),
    "accept": _("Accepted"),
    "correction": _("Correction asked for"),
    "not-accept": _("Not accepted"),
    "review": _("Review begun"),
    "pause": _("Clock stopped"),
    "resume": _("Clock running again"),
    "finish-stage": _("Stage finished"),
    "grant": _("Granted"),
    "refuse": _("Refused"),
    "assign": _("Given to a colleague"),
    "hand-over": _("Sent to the other platform"),
    "take-back": _("The case is here again"),
    "deliver": _("Handed over"),
    "close": _("Put away"),
}


class Told(NamedTuple):
    """What was done, to which case."""

    done: str
    reference: str
    public_id: str

    @property
    def words(self) -> StrOrPromise:
        return WORDS.get(self.done, "")


def tell(response: HttpResponse, done: str, case: Case) -> HttpResponse:
    """Have the next page say that this was done."""
    content = f"{done}|{case.reference}|{case.public_id}"
    response.set_signed_cookie(
        COOKIE, content, salt=SALT, max_age=LIVES, httponly=True, samesite="Lax"
    )
    return response


def told(request: HttpRequest) -> Told | None:
    """What the page before this one did, if it was a moment ago."""
    content = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=LIVES)
    parts = content.split("|") if content else []
    return Told(*parts) if len(parts) == len(Told._fields) else None


def said(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say it once."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
