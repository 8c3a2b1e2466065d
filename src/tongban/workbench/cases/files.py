"""Handing a file of a case to the official's browser so that it can do no harm."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.cases import queries
from tongban.cases.providers import files
from tongban.workbench.cases.opened import may_see
from tongban.workbench.http import OfficialRequest, at_a_post

SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})  # made anew when stored


@at_a_post
@require_safe
def upload(request: OfficialRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """A file of an opened case. Pictures are shown in place, everything else is saved."""
    case = get_object_or_404(queries.cases_at(request.post), public_id=public_id)
    material = case.materials.filter(upload__public_id=upload_id).select_related("upload").first()
    if material is None or material.upload is None or not may_see(request, case, at=now()):
        raise Http404
    kept = material.upload
    response = HttpResponse(files.read(kept.stored_as), content_type=kept.kind)
    response["Content-Disposition"] = (
        content_disposition_header(kept.kind not in SHOWN, kept.name) or "attachment"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
