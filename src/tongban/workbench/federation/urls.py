from django.urls import path

from tongban.workbench.federation import deciding, views

urlpatterns = [
    path("", views.overview, name="work_federation"),
    path("letters/", views.letters, name="work_letters"),
    path("letters/<slug:way>/<slug:peer>/<uuid:event>/", views.letter, name="work_letter"),
    path("motions/<uuid:public_id>/", deciding.motion, name="work_motion"),
    path("motions/<uuid:public_id>/drop/", deciding.drop, name="work_motion_drop"),
    path("peers/<slug:name>/", views.peer, name="work_peer"),
    path("peers/<slug:name>/exclude/", deciding.exclude, name="work_peer_exclude"),
]
