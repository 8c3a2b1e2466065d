from django.urls import path, register_converter

from tongban.api.open311 import views
from tongban.api.open311.answers import FORMATS


class Suffix:
    """json or xml."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Suffix, "suffix")

urlpatterns = [
    path("discovery.<suffix:suffix>", views.discovery, name="open311_discovery"),
    path("v2/", views.root, {"suffix": "json"}, name="open311_root"),
    path("v2/services.<suffix:suffix>", views.services, name="open311_services"),
    path("v2/services/<slug:code>.<suffix:suffix>", views.one_service, name="open311_service"),
    path("v2/requests.<suffix:suffix>", views.requests, name="open311_requests"),
    path("v2/requests/<slug:ref>.<suffix:suffix>", views.one_request, name="open311_request"),
    path("v2/tokens/<uuid:name>.<suffix:suffix>", views.token, name="open311_token"),
]
