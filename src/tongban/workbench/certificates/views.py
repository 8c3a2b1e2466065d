"""Ending certificates that this office issued: looked up with a reason, ended with another."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.catalog.models import in_language
from tongban.catalog.rules import Role
from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Ending, Status
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.certificates.forms import EndForm, OpenForm
from tongban.workbench.http import OfficialRequest, at_a_post

OPENED: Final = "work.certificates"
LASTS: Final = 30 * 60  # seconds


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OfficialRequest) -> HttpResponse:
    """Look up one certificate. The holder sees the look and its reason."""
    _only_who_decides(request)
    kinds = queries.kinds_issued_at(request.post)
    form = OpenForm(request.POST or None, kinds=kinds)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            found = operations.open_certificate(**form.cleaned_data, by=request.post, at=at)
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            kept = {str(found.public_id): at.timestamp() + LASTS}
            request.session[OPENED] = request.session.get(OPENED, {}) | kept
            return redirect("work_certificate", found.public_id)
    return page(request, "workbench/certificates/index.html", context)


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """One that was opened a moment ago, and the way to end it."""
    _only_who_decides(request)
    if request.session.get(OPENED, {}).get(str(public_id), 0) < now().timestamp():
        return redirect("work_certificates")
    certificate = get_object_or_404(queries.issued_at(request.post), public_id=public_id)
    form = EndForm(request.POST or None)
    context: dict[str, Any] = {"certificate": certificate, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            operations.cancel(
                certificate=certificate,
                why=Ending(form.cleaned_data["why"]),
                reason=form.cleaned_data["reason"],
                by=request.post,
                at=now(),
            )
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            return redirect("work_certificate", public_id)
    context["is_live"] = certificate.status == Status.VALID
    context["pairs"] = list(_pairs(certificate))
    return page(request, "workbench/certificates/show.html", context)


def _only_who_decides(request: OfficialRequest) -> None:
    if request.post.role not in {Role.OFFICER, Role.CHIEF}:
        raise Http404


def _pairs(certificate: Certificate) -> list[tuple[str, object]]:
    named = [
        (field["label"], certificate.fields.get(field["key"])) for field in _known(certificate)
    ]
    return [(in_language(label), value) for label, value in named if value not in (None, "", [])]


def _known(certificate: Certificate) -> list[dict[str, Any]]:
    return [field for field in certificate.type.fields if field.get("type") != "image"]
