from django.urls import path

from tongban.portal.ratings import public, rating

urlpatterns = [
    path("ratings/", rating.index, name="ratings"),
    path("ratings/public/", public.figures, name="ratings_public"),
    path("ratings/code/<str:word>/", rating.code, name="rating_code"),
    path("ratings/<uuid:public_id>/rate/", rating.one, name="occasion"),
]
