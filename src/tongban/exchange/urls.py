from django.urls import path

from tongban.exchange import views

urlpatterns = [
    path("registry", views.registry, name="federation_registry"),
    path("inbox", views.inbox, name="federation_inbox"),
    path("ask", views.ask, name="federation_ask"),
    path("join", views.join, name="federation_join"),
    path("keys", views.keys, name="federation_keys"),
]
