"""Signing in at a machine: by the code that one's phone shows, or by agreeing on the phone."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from tongban.certificates.models import Kiosk
from tongban.certificates.operations import enter_by_code
from tongban.certificates.rules.codes import MOST
from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.design.cameras import reader
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.identity.operations.kiosks import NotAgreedYet, enter_by_device, show_device_code
from tongban.identity.rules import DEVICE_LIVES
from tongban.portal.http import CitizenRequest, safe_next
from tongban.portal.identity.signing_in import onward
from tongban.portal.kiosk.keeping import ASKED, WATCHES, let_in

PLACE: Final = "portal.kiosk"
LENGTH: Final = 9  # of the code on the screen, with its dash


@require_safe
def sign_in(request: CitizenRequest) -> HttpResponse:
    """Both ways, side by side. `level`: the way before was not sure enough for a service."""
    if _kiosk(request) is None:
        return redirect("sign_in")
    context = {"next": safe_next(request), "level": request.GET.get("level", "")}
    return page(request, "portal/kiosk/sign_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: CitizenRequest) -> HttpResponse:
    """Take a code from the camera, a hand scanner or the keyboard."""
    kiosk, refusal = _kiosk(request), None
    if kiosk is None:
        return redirect("sign_in")
    if request.method == "POST":
        text = request.POST.get("code", "").strip()[: MOST + 1]
        try:
            entered = enter_by_code(text=text, by=kiosk, device=str(kiosk)[:60], at=now())
        except Refusal as refused:
            refusal = refused
        else:
            let_in(request, entered.sign_in, grant=entered.grant)
            return onward(request, _then(request))
    context = {"next": safe_next(request), "refusal": refusal, "camera_script": reader()}
    return page(request, "portal/kiosk/code.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: CitizenRequest) -> HttpResponse:
    """Show a short code; POST asks for one, or whether somebody has agreed on their phone."""
    kiosk, at, refusal = _kiosk(request), now(), None
    if kiosk is None:
        return redirect("sign_in")
    kept = request.session.get(ASKED)
    if request.method == "POST":
        try:
            if kept and "begin" not in request.POST:
                return _entered(request, kiosk, kept)
            _ask, secret, shown = show_device_code(
                names=kiosk.verifier.names, source=request.source, at=at
            )
            request.session[ASKED] = vault.seal(f"{shown}{secret}", place=PLACE)
            return redirect(f"{reverse('kiosk_phone')}?{urlencode({'next': safe_next(request)})}")
        except Refusal as refused:
            if WATCHES in request.headers and isinstance(refused, NotAgreedYet):
                return HttpResponse(status=204)
            refusal = refused
    context = {"next": safe_next(request), "refusal": refusal, **_shown(kept)}
    status = 422 if refusal else 200
    return page(request, "portal/kiosk/phone.html", context, live="state", status=status)


def _entered(request: CitizenRequest, kiosk: Kiosk, kept: str) -> HttpResponse:
    secret = vault.unseal(kept, place=PLACE)[LENGTH:]
    sign_in = enter_by_device(secret=secret, device=str(kiosk)[:60], at=now())
    let_in(request, sign_in)
    answer = onward(request, _then(request))
    live = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(answer["Location"]) if live else answer


def _shown(kept: str | None) -> dict[str, object]:
    """The code for the screen, and where a phone goes with it."""
    if not kept:
        return {}
    shown = vault.unseal(kept, place=PLACE)[:LENGTH]
    address = settings.TONGBAN_ADDRESS + reverse("sign_in_device")
    return {
        "code": shown,
        "address": address,
        "square": square(f"{address}?{urlencode({'user_code': shown})}"),
        "minutes": int(DEVICE_LIVES.total_seconds() // 60),
    }


def _then(request: HttpRequest) -> str:
    wanted = safe_next(request)
    return reverse("kiosk") if wanted == "/" else wanted


def _kiosk(request: HttpRequest) -> Kiosk | None:
    return getattr(request, "kiosk", None)
