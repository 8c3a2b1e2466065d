from django.urls import path

from tongban.workbench.catalogue import views

urlpatterns = [
    path("frequent/", views.frequent, name="work_frequent"),
    path("differences/", views.differences, name="work_differences"),
]
