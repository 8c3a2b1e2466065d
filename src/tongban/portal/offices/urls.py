from django.urls import path

from tongban.portal.offices import views

urlpatterns = [
    path("offices/", views.offices, name="offices"),
    path("offices/<uuid:public_id>/", views.office, name="office"),
]
