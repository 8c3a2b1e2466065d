from django.urls import path

from tongban.portal.catalog import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggest, name="suggest"),
    path("services/", views.services, name="services"),
    path("frequent/", views.frequent, name="frequent"),
    path("frequent/<int:number>/", views.frequent, name="frequent_version"),
    path("services/<slug:code>/", views.service, name="service"),
]
