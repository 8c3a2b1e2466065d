from django.urls import path

from tongban.workbench.presentations import views

urlpatterns = [
    path("", views.index, name="work_presentations"),
    path("<uuid:public_id>/", views.show, name="work_presentation"),
]
