from django.urls import path

from tongban.workbench.catalogue import views

urlpatterns = [
    path("differences/", views.differences, name="work_differences"),
]
