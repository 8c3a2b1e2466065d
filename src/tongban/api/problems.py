"""Saying what went wrong the way RFC 9457 does (application/problem+json)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from tongban.core.refusal import Refusal
from tongban.identity.operations.limits import TooOften

MEDIA_TYPE = "application/problem+json"

# A refusal conflicts with how things are (409) unless it is about who asks, how much or how often.
STATUS = {
    "needs_step_up": 403,
    "not_for_you": 403,
    "not_granted": 403,
    "may_not": 403,
    "needs_confirmed_name": 403,
    "power_does_not_reach": 403,
    "counter_only": 409,
    "let_go_too_often": 409,
    "file_too_large": 413,
    "too_long": 413,
    "no_space": 503,
}

FAULTS: Mapping[str, StrOrPromise] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_type": gettext_lazy("This must be a text."),
    "dict_type": gettext_lazy("This must be an object."),
    "list_type": gettext_lazy("This must be a list."),
    "model_attributes_type": gettext_lazy("This must be an object."),
    "uuid_parsing": gettext_lazy("This must be an id as the API gives it."),
    "string_too_long": gettext_lazy("This text is too long."),
    "string_too_short": gettext_lazy("This text is too short."),
    "too_long": gettext_lazy("These are too many."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "greater_than_equal": gettext_lazy("This number is too small."),
    "less_than_equal": gettext_lazy("This number is too large."),
}


class Fault(BaseModel):
    """One place to mend."""

    place: str
    what: str


class Problem(BaseModel):
    """What went wrong: a stable `code`, a sentence for people, and the places to mend."""

    type: str = Field(description="`/problems/` and the code")
    code: str
    title: str
    status: int
    faults: list[Fault] = []


def problem(
    code: str, title: str, status: int, *, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    """One problem: a stable `type`, a sentence for people, and the places to mend."""
    body: dict[str, object] = {
        "type": f"/problems/{code}",
        "code": code,
        "title": title,
        "status": status,
    }
    if faults:
        body["faults"] = [{"place": place, "what": what} for place, what in faults.items()]
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


def install(api: NinjaAPI) -> None:
    """Teach the API to answer refusals, bad input, strangers and missing things as problems."""
    for kind, handler in {
        Refusal: _refused,
        TooOften: _too_often,
        ValidationError: _invalid,
        AuthenticationError: _stranger,
        AuthorizationError: _not_allowed,
        Http404: _missing,
        RequestDataTooBig: _too_big,
        HttpError: _broken,
    }.items():
        api.add_exception_handler(kind, handler)


def not_allowed(methods: str) -> HttpResponse:
    answer = problem("method_not_allowed", _("This address does not do that."), 405)
    answer["Allow"] = methods
    return answer


def _refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
    faults = {place: str(what) for place, what in refusal.faults.items()}
    status = STATUS.get(refusal.code, 422 if faults else 409)
    return problem(refusal.code, str(refusal), status, faults=faults)


def _too_often(_request: HttpRequest, refusal: Any) -> HttpResponse:
    answer = problem(refusal.code, str(refusal), 429)
    answer["Retry-After"] = str(refusal.minutes * 60)
    return answer


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    faults: dict[str, str] = {}
    for each in error.errors:
        faults.setdefault(_place(each["loc"]), _what(each))
    title = _("The request is not well formed.")
    return problem("invalid_request", title, 422, faults=faults)


def _place(path: Iterable[int | str]) -> str:
    """Where in the body, the query or the headers: `answers.name`, `limit`."""
    source, *rest = path
    if source == "body":
        rest = rest[1:]
    return ".".join(map(str, rest)) or str(source)


def _what(error: Mapping[str, Any]) -> str:
    return str(FAULTS.get(error["type"]) or _("This is not valid here."))


def _stranger(_request: HttpRequest, _error: Any) -> HttpResponse:
    answer = problem("sign_in_needed", _("Send a valid bearer token."), 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _not_allowed(_request: HttpRequest, _error: Any) -> HttpResponse:
    title = _("You may not act for that firm, or no longer. Leave the header out, or renew it.")
    return problem("not_granted", title, 403)


def _missing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem("not_found", _("There is nothing at this address for you."), 404)


def _too_big(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem("too_large", _("This is more than the API takes at once."), 413)


def _broken(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem("bad_request", _("The body is not valid JSON."), error.status_code)
