from django.urls import path

from tongban.portal.vouchers import views

urlpatterns = [path("counter-code/", views.code, name="counter_code")]
