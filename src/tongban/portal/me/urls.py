from django.urls import path

from tongban.portal.me import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/access/", views.access, name="access"),
    path("me/preferences/", views.preferences, name="my_preferences"),
]
