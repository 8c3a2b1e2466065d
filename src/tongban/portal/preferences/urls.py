from django.urls import path

from tongban.portal.preferences import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("regions/", views.regions, name="regions"),
]
