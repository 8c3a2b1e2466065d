"""Every address of the program."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def alive(_request: HttpRequest) -> HttpResponse:
    """Answers when the program can serve at all."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("alive", alive, name="alive"),
    path("work/", include("tongban.workbench.urls")),
    path("design/", include("tongban.design.urls")),
    path("", include("tongban.portal.urls")),
]
