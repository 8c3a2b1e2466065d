"""At a machine in a hall: only what the place offers, and nothing stays."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from tongban.portal.kiosk.keeping import leave_nothing

# Names of addresses; whatever is not here leads to the machine's own home.
OPEN: Final = frozenset(
    {
        *("kiosk", "kiosk_start", "kiosk_sign_in", "kiosk_code", "kiosk_phone", "kiosk_mine"),
        *("kiosk_stay", "kiosk_clear", "kiosk_elsewhere", "kiosk_stop", "sign_in_go_on"),
        *("alive", "manifest", "brand_sheet", "brand_icon", "preferences"),
        *("about_data", "privacy", "accessibility", "frequent", "frequent_version"),
        *("search", "suggest", "services", "service", "office", "offices", "hall_arrive"),
        *("apply", "cases", "case", "case_form", "case_materials", "case_material", "case_places"),
        *("case_present", "case_check", "case_receipt", "case_counter", "case_withdraw"),
        *("counter_code", "book", "visits", "visit", "visit_confirm", "visit_move"),
        *("visit_cancel", "visit_wait", "visit_wait_stop", "visit_room", "hall"),
        *("consent", "upload", "window", "window_ask", "window_do", "window_bar"),
    }
)
INSTEAD: Final = {"sign_in": "kiosk_sign_in", "step_up": "kiosk_sign_in"}


class KiosksKeepNothing:
    """Stands around everything that sets cookies, so that it sees them all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return leave_nothing(request, response) if _is_kiosk(request) else response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not _is_kiosk(request):
            return None
        if name == "apply" and not request.kiosk.offers(kwargs["code"]):  # type: ignore[attr-defined]
            return _led(request, "kiosk_elsewhere", kwargs["code"])
        if name in INSTEAD:
            response = _led(request, INSTEAD[name])
            response["Location"] += f"?{request.META.get('QUERY_STRING', '')}"
            return response
        return None if name in OPEN else _led(request, "kiosk")


def _is_kiosk(request: HttpRequest) -> bool:
    return getattr(request, "kiosk", None) is not None


def _led(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    response = redirect(name, *args)
    live = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(response["Location"]) if live else response
