"""What registers share, and asking to be allowed to ask them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries import platform_name
from tongban.catalog.queries import published_service
from tongban.core.refusal import Refusal
from tongban.design.pages import page
from tongban.privacy.queries import purpose_names
from tongban.sharing import operations, queries
from tongban.sharing.models import Resource, SharingRequest
from tongban.sharing.rules import Class
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.sharing.around import around, keeps
from tongban.workbench.sharing.forms import RequestForm


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    found = [(each, platform_name(each.node)) for each in queries.resources()]
    context = around(request) | {"resources": found}
    return page(request, "workbench/sharing/catalogue.html", context)


@at_a_post
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficialRequest, code: str) -> HttpResponse:
    """One register: what it shares and under which limits; and the form that asks for it."""
    resource = found(code)
    form = RequestForm(request.POST or None, resource=resource)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            done = _ask(request, resource, form)
        except Refusal as no:
            refusal = no
        else:
            return redirect("work_sharing_request", done.public_id)
    purposes = purpose_names()
    context = around(request) | {
        "resource": resource,
        "platform": platform_name(resource.node),
        "fields": [(each, Class(each["class"]).label) for each in resource.fields],
        "purposes": [purposes.get(each, {}) for each in resource.purposes],
        "keeps": keeps(request, resource),
        "form": form,
        "refusal": refusal,
    }
    return page(request, "workbench/sharing/register.html", context)


def found(code: str) -> Resource:
    resource = queries.resource_called(code)
    if resource is None:
        raise Http404
    return resource


def _ask(request: OfficialRequest, resource: Resource, form: RequestForm) -> SharingRequest:
    said = form.cleaned_data
    service = published_service(said["service"])
    if service is None:
        raise Http404
    return operations.request_sharing(
        resource=resource,
        service=service,
        fields=said["fields_asked"],
        purpose=said["purpose"],
        words={"basis": said["basis"], "why": said["why"]},
        a_day=said["a_day"],
        by=request.post,
        at=now(),
    )
