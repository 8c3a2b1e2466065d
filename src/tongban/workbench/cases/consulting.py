"""Asking the register that answers for a material of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from tongban.cases import operations, queries
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.workbench.cases.opened import may_see
from tongban.workbench.cases.screens import whole
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.inbox.forms import box_form


@at_a_post
@require_POST
def ask(request: OfficialRequest, public_id: UUID, key: str) -> HttpResponse:
    """Ask, and show the case again with what came back."""
    case, at = get_object_or_404(queries.cases_at(request.post), public_id=public_id), now()
    here = f"{reverse('work_case', args=[public_id])}?{box_form(request).wanted().query}"
    if not may_see(request, case, at=at):
        return redirect(here)
    try:
        operations.consult(case=case, key=key, by=request.post, at=at)
    except Refusal as refusal:
        case = get_object_or_404(queries.cases_at(request.post), public_id=public_id)
        context = whole(request, case, at=at) | {"refusal": refusal}
        return page(request, "workbench/cases/case.html", context)
    return redirect(f"{here}#registers")
