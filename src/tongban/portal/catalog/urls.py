from django.urls import path

from tongban.portal.catalog import views

urlpatterns = [path("", views.home, name="home")]
