"""Places while they are being written into a form."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.catalog.queries import naming, regions_called
from tongban.design.pages import page
from tongban.design.questions import OFFERED


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the list under a place that is being written."""
    found = regions_called(request.GET.get("q", ""), most=OFFERED)
    labels = [naming.label(each) for each in found]
    return page(request, "portal/cases/places.html", {"labels": labels})
