from django.urls import path

from tongban.workbench.sharing import calls, catalogue, requests, rows

urlpatterns = [
    path("", catalogue.index, name="work_registers"),
    path("requests/", requests.index, name="work_sharing"),
    path("requests/<uuid:public_id>/", requests.show, name="work_sharing_request"),
    path("calls/", calls.index, name="work_calls"),
    path("rows/<uuid:public_id>/", rows.correct, name="work_register_row"),
    path("registers/<slug:code>/", catalogue.show, name="work_register"),
    path("registers/<slug:code>/person/", rows.look_up, name="work_register_person"),
]
