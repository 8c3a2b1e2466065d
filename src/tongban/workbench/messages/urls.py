from django.urls import path

from tongban.workbench.messages import programs, unreached

urlpatterns = [
    path("unreached/", unreached.index, name="work_unreached"),
    path("unreached/<uuid:public_id>/", unreached.one, name="work_unreached_one"),
    path("programs/", programs.index, name="work_programs"),
    path("programs/<uuid:public_id>/", programs.one, name="work_program"),
    path("programs/<uuid:public_id>/end/", programs.end, name="work_program_end"),
]
