from django.urls import path

from tongban.workbench.kiosks import views

urlpatterns = [
    path("", views.index, name="work_kiosks"),
    path("<uuid:public_id>/services/", views.services, name="work_kiosk_services"),
    path("<uuid:public_id>/end/", views.end, name="work_kiosk_end"),
]
