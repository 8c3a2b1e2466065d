"""Who looked at my data, and asking why."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_stubs_ext import StrOrPromise

from tongban.appointments.queries import visits_of
from tongban.cases.queries import cases_of, platform_name
from tongban.catalog.queries import authority_with_code
from tongban.catalog.rules.workdays import working_days_between
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.hotline import operations as hotline
from tongban.hotline.models import Request
from tongban.hotline.queries import requests_of
from tongban.hotline.rules import Kind
from tongban.identity.models import Actor
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.me.forms import WhyForm
from tongban.privacy.models import Access
from tongban.privacy.queries import access_of, accesses_to, counts_by_kind, purpose_names
from tongban.privacy.rules import By, Names

PAGE: Final = 20
SHOWN: Final = 4  # fields named at once; the others are one tap away
ICONS: Final[Mapping[str, str]] = {
    By.OFFICIAL: "landmark",
    By.VERIFIER: "qr-code",
    By.NODE: "send",
    By.PROGRAM: "id-card",
    By.RELATIVE: "users",
}
FILTERS: Final[Mapping[str, StrOrPromise]] = {
    By.OFFICIAL: gettext_lazy("Officials"),
    By.VERIFIER: gettext_lazy("Code checks"),
    By.NODE: gettext_lazy("Platforms"),
    By.PROGRAM: gettext_lazy("Programs"),
    By.RELATIVE: gettext_lazy("People who act for me"),
}


@dataclass(frozen=True)
class Look:
    """One line, with what was asked about it."""

    access: Access
    icon: str
    first: list[Names]
    more: list[Names]
    platform: str
    address: str  # of the page about it, if it is theirs
    purpose: Names
    request: Request | None
    left: int = 0


@signed_in
@never_cache
@require_safe
def access(request: CitizenRequest) -> HttpResponse:
    """Every look by somebody else, by day: who, when, what, for which case and why."""
    person, wanted = request.actor.person, request.GET.get("by", "")
    counts = counts_by_kind(person)
    kinds = [wanted] if wanted in counts else []
    pages = Paginator(accesses_to(person, kinds=kinds), PAGE).get_page(request.GET.get("page"))
    context = {
        "pages": pages,
        "days": _by_day(_looks(Actor(person), pages.object_list)),
        "filters": [(kind, FILTERS[kind], count) for kind, count in counts.items()],
        "total": sum(counts.values()),
        "wanted": wanted if kinds else "",
    }
    return page(request, "portal/me/access.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: CitizenRequest, public_id: UUID) -> HttpResponse:
    """Ask the office that looked why it did. It has so many working days to answer."""
    person = request.actor.person
    found = access_of(person, public_id)
    if found is None:
        raise Http404
    look = _looks(Actor(person), [found])[0]
    if look.request:
        return redirect("request", look.request.public_id)
    form, refusal = WhyForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                "request", _ask(found, form.cleaned_data["words"], by=request).public_id
            )
        except Refusal as error:
            refusal = error
    context = {"look": look, "form": form, "refusal": refusal}
    return page(request, "portal/me/why.html", context, status=409 if refusal else 200)


def _ask(found: Access, words: str, *, by: CitizenRequest) -> Request:
    known = authority_with_code(found.authority) if found.authority else None
    return hotline.open_request(
        by=by.actor.person,
        kind=Kind.WHY,
        text=words or _("Why did you look at my data?"),
        authority=known.code if known else "",
        about=found.ref,
        region=found.region,
        at=now(),
    )


def _looks(actor: Actor, found: Iterable[Access]) -> list[Look]:
    """A known number of statements, however many there are."""
    lines = list(found)
    asked = {
        each.about: each
        for each in requests_of(actor.person)
        .filter(kind=Kind.WHY, about__in=[line.ref for line in lines])
        .order_by("opened_at")
    }
    mine = _pages(actor, lines)
    names = purpose_names()
    return [_look(line, asked.get(line.ref), mine, names) for line in lines]


def _look(
    line: Access, asked: Request | None, mine: Mapping[str, str], names: Mapping[str, Names]
) -> Look:
    seen = line.seen
    cut = len(seen) if len(seen) == SHOWN + 1 else SHOWN  # "and 1 more" saves nothing
    due = asked.due_on if asked else None
    return Look(
        access=line,
        icon=ICONS[line.kind],
        first=seen[:cut],
        more=seen[cut:],
        platform=platform_name(line.node) if line.node else "",
        address=mine.get(line.about, ""),
        purpose=names.get(line.purpose, {}),
        request=asked,
        left=working_days_between(localdate(now()), due) if due else 0,
    )


def _by_day(looks: Iterable[Look]) -> list[tuple[date, list[Look]]]:
    days = groupby(looks, key=lambda look: localdate(look.access.at))
    return [(day, list(those)) for day, those in days]


def _pages(actor: Actor, lines: Iterable[Access]) -> dict[str, str]:
    """Where their own pages of what was looked at are, by ref; other platforms write refs, too."""
    named: dict[str, set[UUID]] = {}
    for line in lines:
        kind, _slash, name = line.about.partition("/")
        with suppress(ValueError):
            named.setdefault(kind, set()).add(UUID(name))
    mine = {
        "case": cases_of(actor),
        "request": requests_of(actor.person),
        "visit": visits_of(actor),
    }
    return {
        f"{kind}/{name}": reverse(kind, args=[name])
        for kind, found in mine.items()
        if kind in named
        for name in found.filter(public_id__in=named[kind]).values_list("public_id", flat=True)
    }
