from django.urls import path

from tongban.portal.me import closing, looks, rights, views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/access/", looks.access, name="access"),
    path("me/access/<uuid:public_id>/why/", looks.why, name="access_why"),
    path("me/close/", closing.close, name="me_close"),
    path("me/close/keep/", closing.keep, name="me_close_keep"),
    path("me/copy/", rights.copy, name="me_copy"),
    path("me/copy/data.json", rights.download, name="me_copy_data"),
    path("me/data/", rights.data, name="me_data"),
    path("me/data/wrong/", rights.wrong, name="me_data_wrong"),
    path("me/preferences/", views.preferences, name="my_preferences"),
]
