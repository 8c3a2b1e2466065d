"""Saying what went wrong the way RFC 9457 does (application/problem+json)."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.core.refusal import Refusal


def problem(
    code: str, title: str, status: int, *, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    """One problem: a stable `type`, a sentence for people, and the places to mend."""
    body: dict[str, object] = {"type": f"/problems/{code}", "title": title, "status": status}
    if faults:
        body["faults"] = [{"place": place, "what": what} for place, what in faults.items()]
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def install(api: NinjaAPI) -> None:
    """Teach the API to answer refusals, bad input, strangers and missing things as problems."""

    @api.exception_handler(Refusal)
    def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
        faults = {place: str(what) for place, what in refusal.faults.items()}
        return problem(refusal.code, str(refusal), 422 if faults else 409, faults=faults)

    @api.exception_handler(ValidationError)
    def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = {".".join(map(str, e["loc"])): str(e["msg"]) for e in error.errors}
        return problem("invalid_request", _("The request is not well formed."), 422, faults=faults)

    @api.exception_handler(AuthenticationError)
    def stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = problem("sign_in_needed", _("Send a valid bearer token."), 401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem("not_found", _("There is nothing at this address for you."), 404)

    @api.exception_handler(HttpError)
    def broken(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem("bad_request", str(error), error.status_code)
