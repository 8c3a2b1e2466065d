from django.urls import path

from tongban.portal.about import views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("about-data/", views.about_data, name="about_data"),
]
