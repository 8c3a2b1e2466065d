"""Asking something of an authority: the form, what the program makes of it, and what got stuck."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tongban.catalog.queries import naming
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.hotline import operations, queries
from tongban.hotline.rules import Kind
from tongban.hotline.rules.contents import LONGEST
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.preferences.surroundings import reader_of
from tongban.portal.requests.forms import AskForm, StuckForm, photos_of
from tongban.portal.requests.mapping import map_of

KEY = "key"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: CitizenRequest) -> HttpResponse:
    """The form. `only_look` shows what the program makes of the text and sends nothing."""
    region = reader_of(request).region_code
    form = AskForm(request.POST or None, region=region)
    if request.method != "POST":
        wanted = request.GET.get("kind", "")
        form.initial["kind"] = wanted if wanted in Kind.values else ""
        return _shown(request, form)
    if "only_look" in request.POST or not form.is_valid():
        return _shown(request, form)
    try:
        asked = operations.ask(
            said=form.asked(photos_of(request.FILES)),
            by=request.user,
            at=now(),
            idempotency_key=request.POST.get(KEY, "")[:80] or None,
        )
    except Refusal as refusal:
        return _shown(request, form, refusal)
    return redirect("request", asked.public_id)


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """What the program makes of a text while it is typed. Nothing is kept of it."""
    text = request.POST.get("text", "")[:LONGEST]
    made = queries.suggest(text) if len(text.strip()) > 5 else None
    return page(request, "portal/requests/suggestion.html", {"made": made})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def stuck(request: CitizenRequest) -> HttpResponse:
    """What somebody could not get done (办不成事), for the list of problems."""
    form = StuckForm(request.POST or None, initial={"service": request.GET.get("service", "")[:64]})
    context: dict[str, Any] = {"form": form, "refusal": None, "told": "told" in request.GET}
    if form.is_valid():
        said = form.cleaned_data
        try:
            operations.tell_stuck(
                by=request.user, text=said["text"], service=said["service"], at=now()
            )
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect(f"{request.path}?told")
    return page(request, "portal/requests/stuck.html", context)


def _shown(request: CitizenRequest, form: AskForm, refusal: Refusal | None = None) -> HttpResponse:
    text = str(form["text"].value() or "")
    context = {
        "form": form,
        "refusal": refusal,
        "made": queries.suggest(text) if len(text.strip()) > 5 else None,
        "map": map_of(_region(form), form["lon"].value(), form["lat"].value()),
        "key": request.POST.get(KEY) or _fresh_key(),
    }
    return page(request, "portal/requests/new.html", context, status=422 if refusal else 200)


def _region(form: AskForm) -> str:
    """The code of the place that is written in the form, if it is clear which one."""
    found = naming.meant(str(form["region"].value() or ""))
    return found[0][0] if len(found) == 1 else ""


def _fresh_key() -> str:
    """Sent twice with this, a form makes one request."""
    return uuid4().hex
