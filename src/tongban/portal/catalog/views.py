from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.design.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/catalog/home.html")
