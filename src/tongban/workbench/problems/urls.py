from django.urls import path

from tongban.workbench.problems import views

urlpatterns = [
    path("", views.index, name="work_problems"),
    path("<uuid:public_id>/", views.show, name="work_problem"),
    path("<uuid:public_id>/<slug:name>/", views.act, name="work_problem_act"),
]
