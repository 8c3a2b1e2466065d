from django.urls import path

from tongban.portal.window import views

urlpatterns = [
    path("cases/<uuid:public_id>/window/", views.ask, name="window_ask"),
    path("window/", views.show, name="window"),
    path("window/bar/", views.bar, name="window_bar"),
    path("window/<slug:name>/", views.do, name="window_do"),
]
