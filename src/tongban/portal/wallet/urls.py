from django.urls import path

from tongban.portal.wallet import views

urlpatterns = [
    path("wallet/", views.index, name="wallet"),
    path("wallet/<uuid:public_id>/", views.show, name="certificate"),
    path("wallet/<uuid:public_id>/print.pdf", views.printed, name="certificate_pdf"),
    path("wallet/show/", views.shown, name="wallet_show"),
]
