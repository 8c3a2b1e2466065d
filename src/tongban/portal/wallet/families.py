"""Families: whose certificates one may look at, and who may look at one's own."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.certificates import operations, queries
from tongban.certificates.models import FamilyTie
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.identity.rules import Level
from tongban.portal.http import CitizenRequest, signed_in
from tongban.portal.wallet.forms import ChildForm, RelativeForm
from tongban.portal.wallet.lines import lines
from tongban.portal.wallet.standing import stand


@signed_in
@never_cache
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """Both directions on one page, always in one's own name."""
    person, at = request.actor.person, now()
    context = {
        "mine": queries.ties_of(person, at=at),
        "theirs": queries.ties_on(person, at=at),
    }
    return page(request, "portal/wallet/families.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(level=Level.MATCHED)
def child(request: CitizenRequest) -> HttpResponse:
    """Keep a child's certificates; the papers here must show that it is one's own."""
    form = ChildForm(request.POST or None)
    form.fields["name"].widget.attrs.pop("autocomplete", None)
    return _asked(request, form, "child")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(level=Level.MATCHED)
def relative(request: CitizenRequest) -> HttpResponse:
    """Let a relative keep one's own certificates until a day."""
    return _asked(request, RelativeForm(request.POST or None, today=localdate()), "relative")


def _asked(request: CitizenRequest, form: forms.Form, what: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "what": what}
    if request.method == "POST" and form.is_valid():
        ask = operations.keep_childs if what == "child" else operations.let_keep
        try:
            ask(**form.cleaned_data, by=request.actor.person, at=now())
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("families")
    return page(request, "portal/wallet/family_form.html", context)


@signed_in
@never_cache
@require_safe
def tie(request: CitizenRequest, name: UUID) -> HttpResponse:
    """Which certificates there are; what they say is behind a button that leaves a trace."""
    found = _own(request, name)
    if found.relative_id != request.actor.person.pk:
        return redirect("families")
    held = [(each, stand(each)) for each in queries.certificates_under(found)]
    return page(request, "portal/wallet/family.html", {"tie": found, "held": held})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: CitizenRequest, name: UUID, public_id: UUID) -> HttpResponse:
    """What one certificate says. A link alone shows nothing; the button is seen by its holder."""
    found = _own(request, name)
    if request.method != "POST":
        return redirect("family", found.public_id)
    try:
        certificate = operations.look_as_relative(
            tie=found, certificate=public_id, by=request.actor.person, at=now()
        )
    except operations.TieOver as over:
        raise Http404 from over
    context = {
        "tie": found,
        "certificate": certificate,
        "stands": stand(certificate),
        "lines": list(lines(certificate, is_open=True)),
        "at": now(),
    }
    return page(request, "portal/wallet/family_look.html", context)


@signed_in
@require_POST
def end(request: CitizenRequest, name: UUID) -> HttpResponse:
    """Either side ends it."""
    with suppress(operations.TieOver):  # then it is as was asked for
        operations.end_tie(tie=_own(request, name), by=request.actor.person, at=now())
    return redirect("families")


def _own(request: CitizenRequest, name: UUID) -> FamilyTie:
    found = queries.tie_of(request.actor.person, name, at=now())
    if found is None:
        raise Http404
    return found
