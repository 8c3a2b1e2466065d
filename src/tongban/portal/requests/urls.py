from django.urls import path

from tongban.portal.requests import following

urlpatterns = [
    path("requests/", following.index, name="requests"),
    path("requests/<uuid:public_id>/", following.show, name="request"),
]
