"""Mending what a register of one's own office says about somebody."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.sharing import operations, queries
from tongban.sharing.models import RegisterRow, Resource
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.sharing.around import around, keeps
from tongban.workbench.sharing.catalogue import found
from tongban.workbench.sharing.forms import PersonForm, RowForm


@at_a_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: OfficialRequest, code: str) -> HttpResponse:
    """Who is meant, and why; then what the register says. Looking writes it down for the person."""
    resource = found(code)
    if not keeps(request, resource):
        raise Http404
    form = PersonForm(request.POST or None)
    context = around(request) | {"resource": resource, "form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = operations.open_row(
                resource=resource,
                number=said["number"],
                reason=said["reason"],
                by=request.post,
                at=now(),
            )
        except Refusal as refusal:
            context["refusal"] = refusal
        else:
            form_of = RowForm(None, row=row, resource=resource)
            return _row(request, row, resource, form_of, shown=row.content)
    context["done"] = request.GET.get("done") == "1"
    return page(request, "workbench/sharing/person.html", context)


@at_a_post
@never_cache
@require_POST
def correct(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    held = queries.row_called(public_id, request.post)
    if held is None or not keeps(request, held[1]):
        raise Http404
    row, resource = held
    form = RowForm(request.POST, row=row, resource=resource)
    if not form.is_valid():
        return _row(request, row, resource, form)
    try:
        operations.correct_row(
            row=row,
            values=form.values(),
            reason=form.cleaned_data["reason"],
            by=request.post,
            at=now(),
        )
    except Refusal as refusal:
        return _row(request, row, resource, form, refusal)
    response = redirect("work_register_person", resource.code)
    response["Location"] += "?done=1"
    return response


def _row(
    request: OfficialRequest,
    row: RegisterRow,
    resource: Resource,
    form: RowForm,
    refusal: Refusal | None = None,
    shown: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The entry, once its opening was written down; else no more than what was just typed."""
    context = {"resource": resource, "row": row, "form": form, "refusal": refusal, "shown": shown}
    return page(request, "workbench/sharing/row.html", around(request) | context)
