"""The wallet: certificates as cards, one in full, and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.catalog.models import in_language
from tongban.certificates import queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status
from tongban.certificates.rules.masking import masked
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.printing import pdf
from tongban.design.templatetags.design import day
from tongban.portal.cases.summary import parsed_day
from tongban.portal.http import CitizenRequest, signed_in

FIRST = ["idcard", "sscard", "medins-code", "driver", "bizlicense"]  # what people show most


@dataclass(frozen=True)
class Line:
    """One field of a certificate as shown."""

    label: str
    value: str


@signed_in
@never_cache
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    held = list(queries.certificates_of(request.actor))
    live = [c for c in held if c.status == Status.VALID]
    ended = [c for c in held if c.status != Status.VALID]
    live.sort(key=_rank)
    return page(request, "portal/wallet/index.html", {"live": live, "ended": ended})


def _rank(certificate: Certificate) -> int:
    code = certificate.type.code
    return FIRST.index(code) if code in FIRST else len(FIRST)


@signed_in
@never_cache
@require_safe
def show(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """One certificate; numbers and names are masked until asked for with `?open=1`."""
    certificate = _own(request, public_id)
    is_open = request.GET.get("open") == "1"
    context = {
        "certificate": certificate,
        "lines": list(lines(certificate, is_open=is_open)),
        "is_open": is_open,
        "is_usable": certificate.is_usable(on=localdate()),
    }
    return page(request, "portal/wallet/show.html", context)


def _own(request: CitizenRequest, public_id: UUID) -> Certificate:
    held = queries.certificates_of(request.actor).select_related("office", "replaces")
    return get_object_or_404(held, public_id=public_id)


def lines(certificate: Certificate, *, is_open: bool) -> Iterator[Line]:
    """The fields of a certificate in the order of its type, masked unless open."""
    for field in certificate.type.fields:
        value = certificate.fields.get(field["key"])
        if value not in (None, "", []) and field.get("type") != "image":
            text = str(value) if is_open else masked(str(value), field)
            if field.get("type") == "date" and parsed_day(text):
                text = day(text)
            yield Line(in_language(field["label"]), text)


@signed_in
@never_cache
@require_safe
def printed(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    certificate = _own(request, public_id)
    context = {
        "certificate": certificate,
        "lines": list(lines(certificate, is_open=True)),
        "at": now(),
    }
    try:
        name = f"certificate-{certificate.public_id}"
        return pdf(request, "portal/wallet/paper.html", context, name=name)
    except Refusal as refusal:
        return page(request, "portal/wallet/paper.html", {**context, "refusal": refusal})


@signed_in
@never_cache
@require_safe
def shown(request: CitizenRequest) -> HttpResponse:
    """Show one certificate large, to somebody who looks at the screen."""
    held = queries.certificates_of(request.actor).live().not_over(on=localdate())
    live = sorted(held, key=_rank)
    wanted = request.GET.get("show", "")
    shown = next((c for c in live if str(c.public_id) == wanted), live[0] if live else None)
    context = {
        "live": live,
        "shown": shown,
        "lines": list(lines(shown, is_open=True)) if shown else [],
        "at": now(),
    }
    return page(request, "portal/wallet/shown.html", context)
