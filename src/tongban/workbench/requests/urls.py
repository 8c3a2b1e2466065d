from django.urls import path

from tongban.workbench.requests import views

urlpatterns = [
    path("", views.index, name="work_requests"),
    path("<uuid:public_id>/", views.show, name="work_request"),
    path("<uuid:public_id>/<slug:name>/", views.act, name="work_request_act"),
]
