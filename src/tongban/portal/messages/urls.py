from django.urls import path

from tongban.portal.messages import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.read_all, name="messages_read"),
    path("messages/<uuid:public_id>/", views.message, name="message"),
    path("messages/<uuid:public_id>/read/", views.read, name="message_read"),
]
