"""The screens of a machine in a hall: its own home, one's own things there, and the end."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.queries import cases_of, with_last_days
from tongban.catalog.queries import published_services
from tongban.certificates import queries
from tongban.certificates.models import Kiosk
from tongban.certificates.operations import VerifierOver
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.portal.http import CitizenRequest, safe_next, signed_in
from tongban.portal.kiosk.keeping import become, clear
from tongban.portal.wallet.lines import face

CASES, CERTIFICATES = 8, 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this place offers. In any other browser: how to make it a machine."""
    kiosk: Kiosk | None = request.kiosk  # type: ignore[attr-defined]
    if kiosk is None:
        return _start(request)
    known = {each.code: each for each in published_services().filter(code__in=kiosk.services)}
    context = {
        "kiosk": kiosk,
        "services": [known[code] for code in kiosk.services if code in known],
        "query": "",
        "cleared": "cleared" in request.GET or getattr(request, "cleared", False),
    }
    return page(request, "portal/kiosk/home.html", context)


@require_POST
def start(request: CitizenRequest) -> HttpResponse:
    """The machine shows its secret, once after it was switched on."""
    at = now()
    wanted = request.POST.get("invented", "")
    kiosk = _invented(wanted) if wanted else None
    if kiosk is None:
        kiosk = queries.kiosk_with_secret(request.POST.get("secret", "").strip()[:80], at=at)
    if kiosk is None:
        return _start(request, VerifierOver())
    become(request, kiosk)
    return redirect("kiosk")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """In a demonstration the browser becomes an ordinary one again. Elsewhere it is closed."""
    if not settings.TONGBAN_DEMO:
        raise Http404
    clear(request, at=now(), machine=False)
    request.cleared = True  # type: ignore[attr-defined]
    return redirect("kiosk")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody touched the screen; the middleware has noted it."""
    if "X-Touched" in request.headers:
        return HttpResponse(status=204 if _is_live(request) else 409)
    return redirect(safe_next(request))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign out, or the minute is over: everything goes, on the server first."""
    clear(request, at=now())
    request.cleared = True  # type: ignore[attr-defined]
    return redirect(f"{reverse('kiosk')}?cleared=1")


@signed_in
@require_safe
def mine(request: CitizenRequest) -> HttpResponse:
    """Cases to go on with, and certificates with everything masked that can be."""
    held = queries.certificates_of(request.actor).live().not_over(on=localdate())
    context = {
        "cases": with_last_days(cases_of(request.actor))[:CASES],
        "certificates": [(each, face(each)) for each in held[:CERTIFICATES]],
    }
    return page(request, "portal/kiosk/mine.html", context)


@require_safe
def elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """What this machine does not offer goes on with one's own phone."""
    service = get_object_or_404(published_services(), code=code)
    address = settings.TONGBAN_ADDRESS + reverse("service", args=[code])
    context = {"service": service, "square": square(address)}
    return page(request, "portal/kiosk/elsewhere.html", context)


def _start(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    invented = queries.invented_kiosks(at=now()) if settings.TONGBAN_DEMO else []
    context = {"refusal": refusal, "invented": invented}
    return page(request, "portal/kiosk/start.html", context, status=422 if refusal else 200)


def _invented(wanted: str) -> Kiosk | None:
    """A machine of a demonstration, which needs no secret."""
    offered = queries.invented_kiosks(at=now()) if settings.TONGBAN_DEMO else []
    return next((each for each in offered if str(each.verifier.public_id) == wanted), None)


def _is_live(request: HttpRequest) -> bool:
    return getattr(request, "kiosk", None) is not None and not getattr(request, "cleared", False)
