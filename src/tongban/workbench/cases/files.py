"""Handing a file of a case to the official's browser so that it can do no harm."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.cases import operations, queries
from tongban.core.middleware import leaves_a_line
from tongban.design.kept import kept_file
from tongban.files import store as files
from tongban.workbench.cases.opened import LOOKS, may_see
from tongban.workbench.http import OfficialRequest, at_a_post


@leaves_a_line(*LOOKS)
@at_a_post
@require_safe
def upload(request: OfficialRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """A file of an opened case. Pictures are shown in place, everything else is saved."""
    at = now()
    case = get_object_or_404(queries.cases_at(request.post), public_id=public_id)
    material = case.materials.filter(upload__public_id=upload_id).select_related("upload").first()
    if material is None or material.upload is None or not may_see(request, case, at=at):
        raise Http404
    operations.look_at_file(case=case, material=material.key, by=request.post, at=at)
    kept = material.upload
    return kept_file(files.read(kept.stored_as), kind=kept.kind, name=kept.name)
