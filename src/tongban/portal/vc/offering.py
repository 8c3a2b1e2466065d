"""Putting a certificate into another wallet, seeing where it lies, and taking it back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate
from tongban.certificates.operations import Made
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.federation.queries import HERE
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in(level=Level.PRESENT)
def elsewhere(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Where a certificate lies. A POST makes an offer, which is shown this once."""
    certificate = _own(request, public_id)
    context: dict[str, Any] = {
        "certificate": certificate,
        "is_ours": certificate.node == HERE,
        "is_usable": certificate.is_usable(on=localdate()),
    }
    if request.method == "POST":
        try:
            context |= _shown(
                operations.make_offer(certificate=certificate, by=request.actor, at=now())
            )
        except Refusal as refusal:
            context["refusal"] = refusal
    context["held"] = queries.credentials_of(certificate, at=now())
    return page(request, "portal/vc/elsewhere.html", context)


@require_POST
@signed_in(level=Level.PRESENT)
def take_back(request: CitizenRequest, public_id: UUID, credential: UUID) -> HttpResponse:
    """What another wallet holds counts no longer."""
    certificate = _own(request, public_id)
    operations.end_credential(
        public_id=credential, certificate=certificate, by=request.actor, at=now()
    )
    return redirect("certificate_elsewhere", public_id=public_id)


def _own(request: CitizenRequest, public_id: UUID) -> Certificate:
    return get_object_or_404(queries.certificates_of(request.actor), public_id=public_id)


def _shown(made: Made) -> dict[str, Any]:
    address = f"{queries.own_address()}{reverse('vc_offer', args=[made.secret])}"
    link = f"openid-credential-offer://?{urlencode({'credential_offer_uri': address})}"
    return {"link": link, "square": square(link), "digits": made.digits, "made": made.offer}
