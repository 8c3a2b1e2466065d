"""The wallet: certificates as cards, one in full, and on paper."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.catalog.models import Service
from tongban.catalog.queries import published_service, services_giving
from tongban.certificates import queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status
from tongban.design import printing
from tongban.design.pages import page
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.wallet.lines import lines
from tongban.portal.wallet.standing import stand

FIRST: Final = ["idcard", "sscard", "medins-code", "drvlicense", "bizlicense"]  # shown most


@signed_in
@never_cache
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """Those that are good first; those that ran out or were ended are apart from them."""
    held = list(queries.certificates_of(request.actor))
    live = sorted((c for c in held if c.status == Status.VALID and not _is_over(c)), key=rank)
    context = {
        "live": live,
        "soon": [c for c in live if stand(c).name == "soon"],
        "over": [c for c in held if c.status == Status.VALID and _is_over(c)],
        "ended": [c for c in held if c.status != Status.VALID],
        "is_own": request.actor.grant is None,
    }
    return page(request, "portal/wallet/index.html", context)


def _is_over(certificate: Certificate) -> bool:
    return not certificate.is_usable(on=localdate())


def rank(certificate: Certificate) -> int:
    """What people show most comes first."""
    code = certificate.type.code
    return FIRST.index(code) if code in FIRST else len(FIRST)


@signed_in
@never_cache
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """One certificate; numbers and names are masked until asked for with `?open=1`."""
    certificate = own(request, public_id)
    is_open = request.GET.get("open") == "1"
    versions = queries.versions_of(certificate)
    context = {
        "certificate": certificate,
        "guide": certificate.type.guide,
        "lines": list(lines(certificate, is_open=is_open)),
        "is_open": is_open,
        "is_usable": stand(certificate).is_good,
        "versions": versions if len(versions) > 1 else [],
        "successor": queries.successor_of(certificate),
        "renew": _service_for(certificate),
        "has_copies": queries.copies_of(certificate).exists(),
    }
    return page(request, "portal/wallet/show.html", context)


def own(request: CitizenRequest, public_id: UUID) -> Certificate:
    """One of the wallet of the person, or of the firm in whose name they act."""
    held = queries.certificates_of(request.actor).select_related("office", "replaces")
    return get_object_or_404(held, public_id=public_id)


def _service_for(certificate: Certificate) -> Service | None:
    """The service that renews a certificate, or gives a new one of its kind."""
    if certificate.status == Status.CHANGED:
        return None
    lost = certificate.status == Status.CANCELLED
    wanted = certificate.type.guide.get("replace" if lost else "renew", "")
    found = published_service(wanted) if wanted else None
    return found or services_giving(certificate.type.code).first()


@signed_in
@never_cache
@require_safe
def printed(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    certificate = own(request, public_id)
    context = {
        "certificate": certificate,
        "lines": list(lines(certificate, is_open=True)),
        "at": now(),
    }
    name = f"certificate-{certificate.public_id}"
    return printing.answer(request, "portal/wallet/paper.html", context, name=name, file=True)


@signed_in
@never_cache
@require_safe
def shown(request: CitizenRequest) -> HttpResponse:
    """Show one certificate large, to somebody who looks at the screen."""
    held = queries.certificates_of(request.actor).live().not_over(on=localdate())
    live = sorted(held, key=rank)
    wanted = request.GET.get("show", "")
    shown = next((c for c in live if str(c.public_id) == wanted), live[0] if live else None)
    context = {
        "live": live,
        "shown": shown,
        "lines": list(lines(shown, is_open=True)) if shown else [],
        "at": now(),
    }
    return page(request, "portal/wallet/shown.html", context)
