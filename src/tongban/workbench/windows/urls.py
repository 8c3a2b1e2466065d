from django.urls import path

from tongban.workbench.windows import views

urlpatterns = [
    path("", views.index, name="work_windows"),
    path("next/", views.take, name="work_window_next"),
    path("<uuid:public_id>/", views.show, name="work_window"),
    path("<uuid:public_id>/<slug:name>/", views.do, name="work_window_do"),
    path("<uuid:public_id>/files/<uuid:upload_id>/", views.upload, name="work_window_file"),
]
