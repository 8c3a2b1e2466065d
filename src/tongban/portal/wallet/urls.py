from django.urls import path

from tongban.portal.wallet import annotated, families, views

urlpatterns = [
    path("wallet/", views.index, name="wallet"),
    path("wallet/<uuid:public_id>/", views.show, name="certificate"),
    path("wallet/<uuid:public_id>/print.pdf", views.printed, name="certificate_pdf"),
    path("wallet/<uuid:public_id>/copies/", annotated.copies, name="certificate_copies"),
    path("wallet/copies/<uuid:public_id>/copy.pdf", annotated.file, name="copy_file"),
    path("wallet/copies/<uuid:public_id>/end/", annotated.end, name="copy_end"),
    path("copies/root.pem", annotated.root, name="copy_root"),
    path("copies/<str:token>/", annotated.check, name="copy_check"),
    path("wallet/family/", families.index, name="families"),
    path("wallet/family/child/", families.child, name="family_child"),
    path("wallet/family/relative/", families.relative, name="family_relative"),
    path("wallet/family/<uuid:name>/", families.tie, name="family"),
    path("wallet/family/<uuid:name>/end/", families.end, name="family_end"),
    path("wallet/family/<uuid:name>/<uuid:public_id>/", families.look, name="family_look"),
    path("wallet/show/", views.shown, name="wallet_show"),
]
