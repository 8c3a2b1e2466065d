from django.urls import path

from tongban.portal.helpers import views

urlpatterns = [
    path("", views.index, name="helpers"),
    path("own/", views.act_for_oneself, name="act_for_oneself"),
    path("<uuid:public_id>/act/", views.act_for, name="act_for"),
    path("<uuid:public_id>/", views.show, name="mandate"),
    path("<uuid:public_id>/end/", views.end, name="mandate_end"),
    path("acts/<uuid:public_id>/stop/", views.stop, name="act_stop"),
]
