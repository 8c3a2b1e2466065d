from django.urls import path

from tongban.workbench.counter import views

urlpatterns = [
    path("counter/", views.take, name="work_counter_take"),
    path("counter/<uuid:public_id>/", views.form, name="work_counter"),
    path("counter/<uuid:public_id>/hand-in/", views.hand_in, name="work_counter_hand_in"),
]
