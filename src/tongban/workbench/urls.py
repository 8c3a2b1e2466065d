"""Every address of the officials' screens: one line a topic, each with its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("tongban.workbench.identity.urls")),
    path("", include("tongban.workbench.inbox.urls")),
    path("", include("tongban.workbench.cases.urls")),
    path("", include("tongban.workbench.staff.urls")),
    path("", include("tongban.workbench.messages.urls")),
    path("", include("tongban.workbench.appointments.urls")),
    path("", include("tongban.workbench.counter.urls")),
    path("certificates/", include("tongban.workbench.certificates.urls")),
    path("verifiers/", include("tongban.workbench.verifiers.urls")),
    path("presentations/", include("tongban.workbench.presentations.urls")),
    path("federation/", include("tongban.workbench.federation.urls")),
    path("sharing/", include("tongban.workbench.sharing.urls")),
    path("catalogue/", include("tongban.workbench.catalogue.urls")),
    path("requests/", include("tongban.workbench.requests.urls")),
    path("problems/", include("tongban.workbench.problems.urls")),
    path("ratings/", include("tongban.workbench.ratings.urls")),
    path("kiosks/", include("tongban.workbench.kiosks.urls")),
    path("windows/", include("tongban.workbench.windows.urls")),
]
