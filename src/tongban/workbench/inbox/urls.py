from django.urls import path

from tongban.workbench.inbox import views

urlpatterns = [
    path("", views.inbox, name="work"),
    path("post/", views.choose_post, name="work_post"),
    path("keys/", views.keys, name="work_keys"),
]
