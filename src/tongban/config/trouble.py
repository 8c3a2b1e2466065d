"""What people read when something goes wrong, and what programs read.

The pages for 500, 503 and 429 need neither the database nor the session, since those may be
what is broken.
"""

import errno
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.api.problems import problem

FULL = {errno.ENOSPC, errno.EDQUOT}
BUSY_WORDS = ("locked", "deadlock", "lock timeout", "canceling statement", "could not serialize")
FULL_WORDS = ("disk is full", "no space left", "disk full", "could not extend")

NOTHING_LOST = _(
    "Nothing you entered was changed or sent twice. Go back and press the button again."
)
BUSY = _("Very many people are using this service at this moment.")
STORE_FULL = _("The service cannot store anything new for the moment. We are already being told.")
AWAY = _("A part of the service is away for the moment.")
TOO_MANY = _("Too many requests came from your network. Wait a moment, then try again.")
TOO_LARGE = _("This is more than can be sent at once. A file may have at most 10 MB.")
OURS = _("Something went wrong on our side. It was recorded and will be looked at.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("We could not understand this request. Go back and try once more.")
    return bare(request, 400, "bad_request", sentence)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("You may not open this page. If you were signed in before, please sign in again.")
    return _page(request, 403, "forbidden", sentence)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or came from another site."""
    sentence = _("This form was open for too long. Go back, load the page again and send it.")
    return _page(request, 403, "form_expired", sentence)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("There is nothing at this address, or it belongs to somebody else.")
    return _page(request, 404, "not_found", sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled, so it can tell a fault from a lack."""
    sentence = lack(sys.exc_info()[1])
    if sentence is None:
        return bare(request, 500, "server_error", OURS)
    answer = bare(request, 503, "try_again", sentence, NOTHING_LOST)
    answer["Retry-After"] = "5"
    return answer


def lack(error: BaseException | None) -> Promise | None:
    """What is missing, when the error means that something is missing rather than wrong."""
    words = str(error).lower()
    if isinstance(error, OSError) and error.errno in FULL:
        return STORE_FULL
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if any(word in words for word in FULL_WORDS):
        return STORE_FULL
    return BUSY if any(word in words for word in BUSY_WORDS) else AWAY


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    advice = NOTHING_LOST if request.method == "POST" else ""
    answer = bare(request, 429, "too_many_requests", TOO_MANY, advice)
    answer["Retry-After"] = str(seconds)
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    return bare(request, 413, "too_large", TOO_LARGE)


def bare(
    request: HttpRequest, status: int, code: str, sentence: Promise, advice: Promise | str = ""
) -> HttpResponse:
    """A page that stands on nothing but its template."""
    if _is_for_programs(request):
        return problem(code, f"{sentence} {advice}".strip(), status)
    context = {
        "status": status,
        "sentence": sentence,
        "advice": advice,
        "platform_name": settings.PLATFORM_NAME,
        "address": request.get_full_path() if request.method == "GET" else "",
    }
    return HttpResponse(render_to_string("trouble/bare.html", context), status=status)


def _page(request: HttpRequest, status: int, code: str, sentence: Promise) -> HttpResponse:
    if _is_for_programs(request):
        return problem(code, str(sentence), status)
    context = {"status": status, "sentence": sentence}
    return render(request, "trouble/page.html", context, status=status)


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
