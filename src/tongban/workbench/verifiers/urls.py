from django.urls import path

from tongban.workbench.verifiers import views

urlpatterns = [
    path("", views.index, name="work_verifiers"),
    path("<uuid:public_id>/end/", views.end, name="work_verifier_end"),
]
