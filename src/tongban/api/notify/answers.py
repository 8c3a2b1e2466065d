"""Saying what went wrong as Notify does: `{"status_code": …, "errors": [{"error", "message"}]}`."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.messages.operations import NotDeliverable


def failed(status: int, *errors: tuple[str, str]) -> HttpResponse:
    said = {
        "status_code": status,
        "errors": [{"error": error, "message": message} for error, message in errors],
    }
    return HttpResponse(json.dumps(said), status=status, content_type="application/json")


def install(api: NinjaAPI) -> None:
    """Teach the API to say no in this shape."""
    for kind, handler in {
        NotDeliverable: _not_deliverable,
        ValidationError: _invalid,
        AuthenticationError: _stranger,
        Http404: _missing,
        RequestDataTooBig: _broken,
        HttpError: _broken,
    }.items():
        api.add_exception_handler(kind, handler)


def _not_deliverable(_request: HttpRequest, error: Any) -> HttpResponse:
    return failed(error.status, (error.error, str(error)))


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        ("ValidationError", f"{'.'.join(map(str, each['loc'][2:]))} {each['msg']}".strip())
        for each in error.errors
    ]
    return failed(400, *faults)


def _stranger(_request: HttpRequest, _error: Any) -> HttpResponse:
    return failed(403, ("AuthError", "Invalid token: signature, api token not found, or expired"))


def _missing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return failed(404, ("NoResultFound", "No result found"))


def _broken(_request: HttpRequest, _error: Any) -> HttpResponse:
    return failed(400, ("BadRequestError", "The body is no JSON, or too long"))
