"""Every address of the program."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tongban.api.notify import notify
from tongban.api.root import api


def alive(_request: HttpRequest) -> HttpResponse:
    """Answers when the program can serve at all."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("alive", alive, name="alive"),
    path("api/v1/", api.urls),
    path("v2/", notify.urls),
    path("api/open311/", include("tongban.api.open311.urls")),
    path("federation/v1/", include("tongban.exchange.urls")),
    path("design/", include("tongban.design.urls")),
    path("work/", include("tongban.workbench.urls")),
    path("", include("tongban.portal.urls")),
]

handler400 = "tongban.config.trouble.bad_request"
handler403 = "tongban.config.trouble.forbidden"
handler404 = "tongban.config.trouble.not_found"
handler500 = "tongban.config.trouble.server_error"
