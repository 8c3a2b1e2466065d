"""Every address of the officials' screens."""

from django.urls import include, path

from tongban.workbench.cases import files
from tongban.workbench.cases import views as cases
from tongban.workbench.inbox import views as inbox
from tongban.workbench.staff import views as staff

urlpatterns = [
    path("", inbox.inbox, name="work"),
    path("", include("tongban.workbench.identity.urls")),
    path("post/", inbox.choose_post, name="work_post"),
    path("keys/", inbox.keys, name="work_keys"),
    path("figures/", staff.figures, name="work_figures"),
    path("ratings/", staff.ratings, name="work_ratings"),
    path("searches/", staff.searches, name="work_searches"),
    path("cases/<uuid:public_id>/", cases.show, name="work_case"),
    path("cases/<uuid:public_id>/open/", cases.open_it, name="work_case_open"),
    path(
        "cases/<uuid:public_id>/files/<uuid:upload_id>/", files.upload, name="work_case_file"
    ),
    path("cases/<uuid:public_id>/<slug:name>/", cases.act, name="work_case_act"),
]
