from django.urls import path

from tongban.portal.phone import views

urlpatterns = [path("demo/phone/", views.phone, name="phone")]
