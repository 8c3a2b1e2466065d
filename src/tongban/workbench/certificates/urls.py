from django.urls import path

from tongban.workbench.certificates import views

urlpatterns = [
    path("", views.index, name="work_certificates"),
    path("<uuid:public_id>/", views.show, name="work_certificate"),
]
