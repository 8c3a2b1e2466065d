from django.urls import path

from tongban.portal.messages import telling, views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/how/", telling.telling, name="telling"),
    path("messages/how/device/", telling.device, name="telling_device"),
    path("messages/how/device/<uuid:public_id>/end/", telling.end_device, name="telling_end"),
    path("messages/how/email/", telling.email, name="telling_email"),
    path("messages/how/email/<str:sealed>/", telling.confirm, name="telling_confirm"),
    path("messages/worker.js", telling.worker, name="messages_worker"),
    path("messages/read/", views.read_all, name="messages_read"),
    path("messages/<uuid:public_id>/", views.message, name="message"),
    path("messages/<uuid:public_id>/read/", views.read, name="message_read"),
]
