from django.urls import path

from tongban.workbench.ratings import views

urlpatterns = [
    path("", views.index, name="work_ratings"),
    path("enter/", views.enter, name="work_ratings_enter"),
    path("signs/", views.signs, name="work_ratings_signs"),
]
