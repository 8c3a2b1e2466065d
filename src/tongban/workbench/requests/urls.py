from django.urls import path

from tongban.workbench.requests import views

urlpatterns = [
    path("", views.index, name="work_requests"),
    path("call/", views.call, name="work_request_call"),
    path("<uuid:public_id>/", views.show, name="work_request"),
    path("<uuid:public_id>/open/", views.open_it, name="work_request_open"),
    path("<uuid:public_id>/photos/<uuid:photo_id>/", views.photo, name="work_request_photo"),
    path("<uuid:public_id>/<slug:name>/", views.act, name="work_request_act"),
]
