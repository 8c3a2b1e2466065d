from django.urls import path

from tongban.workbench.cases import files, views

urlpatterns = [
    path("cases/<uuid:public_id>/", views.show, name="work_case"),
    path("cases/<uuid:public_id>/open/", views.open_it, name="work_case_open"),
    path("cases/<uuid:public_id>/files/<uuid:upload_id>/", files.upload, name="work_case_file"),
    path(
        "cases/<uuid:public_id>/registers/<slug:key>/",
        views.ask_register,
        name="work_case_register",
    ),
    path("cases/<uuid:public_id>/ask-issuers/", views.ask_issuers, name="work_case_ask_issuers"),
    path("cases/<uuid:public_id>/<slug:name>/", views.act, name="work_case_act"),
]
