from django.urls import path

from tongban.portal.requests import asking, following, public

urlpatterns = [
    path("requests/", following.index, name="requests"),
    path("requests/new/", asking.new, name="request_new"),
    path("requests/suggest/", asking.suggest, name="request_suggest"),
    path("requests/stuck/", asking.stuck, name="request_stuck"),
    path("requests/public/", public.answered, name="requests_public"),
    path("requests/problems/<uuid:public_id>/", following.problem, name="problem"),
    path("requests/<uuid:public_id>/", following.show, name="request"),
    path("requests/<uuid:public_id>/confirm/", following.confirm, name="request_confirm"),
    path("requests/<uuid:public_id>/contest/", following.contest, name="request_contest"),
    path("requests/<uuid:public_id>/withdraw/", following.withdraw, name="request_withdraw"),
    path(
        "requests/<uuid:public_id>/photos/<uuid:photo_id>/", following.photo, name="request_photo"
    ),
]
