"""Saying that what a register said for a case is wrong."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.cases import queries
from tongban.cases.models import Consultation
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.federation.queries import peer_named
from tongban.hotline import operations as hotline
from tongban.hotline.models import Request
from tongban.portal.cases.own import own
from tongban.portal.cases.registers import told_of
from tongban.portal.http import CitizenRequest, signed_in
from tongban.sharing import queries as sharing

KINDS = [
    ("correction", _("What the register says is wrong")),
    ("objection", _("The register should not have been asked")),
]


class WrongForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is wrong"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("Say what is right, and how you know. The authority that keeps it answers."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: CitizenRequest, public_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Object to what a register said, or that it was asked; its authority has to answer in time."""
    case = own(request, public_id)
    found = queries.consultation_of(case, consultation_id)
    if found is None:
        raise Http404
    form = WrongForm(request.POST if request.method == "POST" else None)
    context = {"case": case, "told": told_of(found), "form": form}
    if form.is_valid():
        try:
            asked = _open(request, found, form)
        except Refusal as refusal:
            return page(
                request, "portal/cases/wrong.html", context | {"refusal": refusal}, status=409
            )
        return redirect("request", asked.public_id)
    return page(request, "portal/cases/wrong.html", context)


def _open(request: CitizenRequest, found: Consultation, form: WrongForm) -> Request:
    said = form.cleaned_data
    return hotline.open_request(
        by=request.actor.person,
        kind=said["kind"],
        text=f"{found.names.get('zh', found.register)}\n{said['text']}",
        authority=found.owner,
        about=found.call or found.ref,
        region=_region_of(found),
        at=now(),
    )


def _region_of(found: Consultation) -> str:
    """Where the register is kept, if it is not here."""
    resource = sharing.resource_called(found.register)
    peer = peer_named(resource.node) if resource and resource.node else None
    return str(peer.regions[0]) if peer and peer.regions else ""
