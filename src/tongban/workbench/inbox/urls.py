from django.urls import path

from tongban.workbench.inbox import views

urlpatterns = [
    path("", views.inbox, name="work"),
    path("keys/", views.keys, name="work_keys"),
]
