"""Plain pages that say how the site behaves."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.design.pages import page


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about/accessibility.html")


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about/data.html")
