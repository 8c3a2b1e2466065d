from django.urls import path

from tongban.workbench.staff import views

urlpatterns = [
    path("figures/", views.figures, name="work_figures"),
    path("papers/", views.papers, name="work_papers"),
    path("searches/", views.searches, name="work_searches"),
]
