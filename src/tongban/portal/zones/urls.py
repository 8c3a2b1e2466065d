from django.urls import path

from tongban.portal.zones import views

urlpatterns = [
    path("", views.zones, name="zones"),
    path("<slug:name>/", views.zone, name="zone"),
    path("<slug:name>/figures/", views.figures, name="zone_figures"),
]
