from django.urls import path

from tongban.portal.hall import views

urlpatterns = [
    path("hall/<uuid:public_id>/", views.display, name="hall"),
    path("hall/<uuid:public_id>/arrive/", views.arrive, name="hall_arrive"),
]
