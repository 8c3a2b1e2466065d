"""Materials in and out: uploads, certificates instead of papers, and printed pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases import operations, queries
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.portal.cases.filling import fillable
from tongban.portal.cases.forms import UploadForm
from tongban.portal.http import CitizenRequest, signed_in


@signed_in()
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: CitizenRequest, public_id: UUID, key: str) -> HttpResponse:
    """One material: use the certificate, hand in a file, or take it back."""
    case = fillable(request, public_id)
    entry = queries.material(case, key, actor=request.actor)
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST":
        try:
            if _changed(request, case=case, key=key, form=form):
                return redirect("case_materials", public_id)
        except Refusal as error:
            refusal = error
    context = {"case": case, "entry": entry, "form": form, "refusal": refusal}
    return page(request, "portal/cases/material.html", context, status=422 if refusal else 200)


def _changed(request: CitizenRequest, *, case: queries.Case, key: str, form: UploadForm) -> bool:
    actor, at = request.actor, now()
    if "use" in request.POST:
        operations.use_certificate(case=case, key=key, by=actor, at=at)
    elif "remove" in request.POST:
        operations.detach(case=case, key=key, by=actor, at=at)
    elif form.is_valid():
        file = form.cleaned_data["file"]
        operations.hand_in(case=case, key=key, name=file.name, data=file.read(), by=actor, at=at)
    else:
        return False
    return True
