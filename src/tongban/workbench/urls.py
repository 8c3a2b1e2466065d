"""Every address of the officials' screens: one line a topic, each with its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("tongban.workbench.identity.urls")),
]
