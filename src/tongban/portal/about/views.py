"""Plain pages that say how the site behaves."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.design.pages import page
from tongban.privacy.queries import purposes


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice, made from the register of purposes."""
    return page(request, "portal/about/privacy.html", {"purposes": purposes()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about/accessibility.html")


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about/data.html")
