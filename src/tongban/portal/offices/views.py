from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.catalog import queries
from tongban.catalog.models import Office
from tongban.design.pages import page
from tongban.portal.preferences.surroundings import reader_of

PAGE = 20


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """The offices of the reader's region; where there is none, the nearest ones."""
    region = reader_of(request).region
    listed: list[Office] = list(queries.offices(region)) if region else []
    pages = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    near = [] if pages.paginator.count else queries.offices_near(region)
    return page(request, "portal/offices/offices.html", {"pages": pages, "near": near})


@require_safe
def office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = queries.office_with_id(public_id)
    if found is None:
        raise Http404
    return page(request, "portal/offices/office.html", {"office": found})
