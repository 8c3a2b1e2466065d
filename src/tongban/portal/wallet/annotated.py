"""Annotated copies (加注件): made, listed, fetched as signed PDF, ended, and checked by anybody."""

from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.certificates import operations, queries
from tongban.certificates.models import AnnotatedCopy
from tongban.certificates.rules import Standing
from tongban.core.refusal import Refusal
from tongban.crypto import papers
from tongban.design import printing
from tongban.design.pages import page
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.wallet.forms import CopyForm
from tongban.portal.wallet.lines import lines
from tongban.portal.wallet.standing import stand
from tongban.portal.wallet.views import own

TIMES: Final = range(6)  # the mark across the page
ALONE: Final = "Tongban"  # an installation that stands alone and has no name


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Every copy that was made of a certificate, and the form for another one."""
    certificate, at = own(request, public_id), now()
    form = CopyForm(request.POST or None, today=localdate(at))
    context: dict[str, Any] = {"certificate": certificate, "form": form}
    context["is_usable"] = stand(certificate).is_good
    if request.method == "POST" and form.is_valid():
        try:
            operations.annotate(
                certificate=certificate, **form.cleaned_data, by=request.actor, at=at
            )
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("certificate_copies", public_id)
    found = queries.copies_of(certificate)[:50]
    context["copies"] = [(copy, queries.copy_standing(copy, at=at)) for copy in found]
    return page(request, "portal/wallet/copies.html", context)


@signed_in
@never_cache
@require_safe
def file(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """The copy as a PDF that is signed by this platform."""
    copy, at = _own(request, public_id), now()
    if queries.copy_standing(copy, at=at) != Standing.GOOD:
        raise Http404
    address = _address(copy)
    context = {
        "copy": copy,
        "certificate": copy.certificate,
        "lines": list(lines(copy.certificate, is_open=True)),
        "address": address,
        "square": _square(address),
        "times": TIMES,
        "at": at,
    }
    try:
        plain = printing.made(request, "portal/wallet/copy_paper.html", context)
    except Refusal as refusal:
        return page(request, "portal/wallet/no_copy.html", {"copy": copy, "refusal": refusal})
    reason = _("Copy for %(receiver)s: %(purpose)s") % {
        "receiver": copy.receiver,
        "purpose": copy.purpose,
    }
    content = papers.signed(plain, name=platform_name(), reason=reason, at=at)
    return printing.as_file(content, name=f"copy-{copy.public_id}")


@signed_in
@require_POST
def end(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """From now on the copy does not count, wherever it lies."""
    copy = _own(request, public_id)
    with suppress(operations.CopyOver):  # then it is as was asked for
        operations.end_annotated(copy=copy, by=request.actor, at=now())
    return redirect("certificate_copies", copy.certificate.public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has a copy in hand asks whether it counts. A link alone asks nothing."""
    if request.method != "POST":
        return page(request, "portal/wallet/copy_check.html", {})
    source = str(getattr(request, "source", ""))
    try:
        looked = operations.check_annotated(token=token, source=source, at=now())
    except Refusal as refusal:
        context = {"refusal": refusal}
        return page(request, "portal/wallet/copy_check.html", context, status=422)
    return page(request, "portal/wallet/copy_check.html", {"looked": looked})


@require_safe
def root(_request: HttpRequest) -> HttpResponse:
    """The certificate by which others know our signature on paper."""
    content = papers.root_certificate(name=platform_name())
    return HttpResponse(content, content_type="application/x-pem-file")


def platform_name() -> str:
    """What this platform calls itself in the certificate of its signature."""
    return str(dict(settings.PLATFORM.names).get("zh", "")) or ALONE


def _own(request: CitizenRequest, public_id: UUID) -> AnnotatedCopy:
    found = queries.copy_of(request.actor, public_id)
    if found is None:
        raise Http404
    return found


def _address(copy: AnnotatedCopy) -> str:
    return str(settings.TONGBAN_ADDRESS).rstrip("/") + reverse("copy_check", args=[copy.token])


def _square(address: str) -> SafeString:
    """The address as a QR code, drawn as SVG."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=4)
    return mark_safe(drawn)  # noqa: S308  our own drawing of our own address
