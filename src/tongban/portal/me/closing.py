"""Closing my account, and keeping it after all."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation import queries as federation
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.me.forms import CloseForm
from tongban.privacy import operations, queries
from tongban.privacy.models import Purpose

WAITING: Final[Mapping[str, tuple[StrOrPromise, str]]] = {
    "cases": (_("Cases that are not finished"), "cases"),
    "requests": (_("Requests that are not answered"), "requests"),
    "visits": (_("Appointments to come"), "visits"),
    "firms": (_("Powers to act for firms"), "acting"),
    "posts": (_("Posts as an official"), ""),
}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: CitizenRequest) -> HttpResponse:
    """What goes, what stays and until when; then the wish, which can be taken back for a while."""
    person, at = request.actor.person, now()
    form, refusal = CloseForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_closing(person=person, at=at)
            return redirect("me_close")
        except Refusal as error:
            refusal = error
    waits = queries.what_waits(person, at=at)
    context = {
        "form": form,
        "refusal": refusal,
        "closing": queries.closing_of(person),
        "days": operations.GRACE.days,
        "waits": [(*WAITING.get(kind, (kind, "")), count) for kind, count in waits.items()],
        "stays": [(p, kept) for p in queries.purposes() if (kept := _stays(p))],
        "everywhere": federation.is_hub(),
    }
    return page(request, "portal/me/close.html", context, status=409 if refusal else 200)


def _stays(purpose: Purpose) -> list[tuple[dict[str, str], int]]:
    """What the law keeps of a purpose, in words, and for how many years; 0 where it names none."""
    kept = [each for each in purpose.keeps if each.get("stays")]
    return [(each["says"], round(each.get("days", 0) / 365)) for each in kept]


@signed_in
@require_POST
def keep(request: CitizenRequest) -> HttpResponse:
    """I changed my mind."""
    with suppress(operations.NotClosing):  # then it is kept already
        operations.keep_account(person=request.actor.person, at=now())
    return redirect("me_data")
