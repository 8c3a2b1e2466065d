from django.urls import path

from tongban.portal.helpers import views

urlpatterns = [
    path("", views.index, name="helpers"),
    path("act/", views.act_for, name="act_for"),
    path("<uuid:public_id>/", views.show, name="mandate"),
    path("<uuid:public_id>/end/", views.end, name="mandate_end"),
    path("acts/<uuid:public_id>/stop/", views.stop, name="act_stop"),
]
