"""A way on from every dead end: a code by which a counter sees what one had typed."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.cases import operations, queries
from tongban.cases.rules import DeadEnd
from tongban.catalog.queries import offices_near, published_service
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.design.squares import square
from tongban.identity.models import Actor
from tongban.portal.http import CitizenRequest
from tongban.portal.preferences.surroundings import reader_of
from tongban.portal.vouchers.kept import OWN, kept_form

KEPT: Final = "portal.voucher"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: CitizenRequest) -> HttpResponse:
    """POST makes the code, also for people who are not signed in; this browser shows it for a day."""
    refusal = None
    if request.method == "POST":
        try:
            _leave(request)
        except Refusal as error:
            refusal = error
        else:
            return redirect("counter_code")
    kept = request.session.get(KEPT, "")
    context: dict[str, Any] = {
        "voucher": queries.voucher_called(kept, at=now()) if kept else None,
        "offices": offices_near(reader_of(request).region),
        "refusal": refusal,
    }
    context["square"] = square(context["voucher"].code) if context["voucher"] else ""
    status = 409 if refusal else 200
    return page(request, "portal/vouchers/code.html", context, status=status)


def _leave(request: CitizenRequest) -> None:
    wanted = request.POST.get("dead_end", "")
    dead_end = DeadEnd(wanted) if wanted in DeadEnd.values else DeadEnd.REFUSED
    typed: Mapping[str, str] = {
        key: str(text) for key, text in request.POST.items() if key not in OWN
    }
    service = published_service(request.POST.get("service", "")[:64])
    if dead_end == DeadEnd.SIGNED_OUT:
        typed, service = kept_form(request)
    actor = getattr(request, "actor", None)
    voucher = operations.leave_voucher(
        dead_end=dead_end,
        typed=typed,
        service=service,
        by=actor.person if isinstance(actor, Actor) else None,
        source=request.source,
        at=now(),
    )
    request.session[KEPT] = str(voucher.public_id)
