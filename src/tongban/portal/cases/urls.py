from django.urls import path

from tongban.portal.cases import (
    consenting,
    files,
    filling,
    following,
    objecting,
    places,
    presenting,
)

urlpatterns = [
    path("services/<slug:code>/apply/", filling.apply, name="apply"),
    path("cases/places/", places.suggestions, name="case_places"),
    path("cases/", following.index, name="cases"),
    path("consents/<uuid:public_id>/", consenting.consent, name="consent"),
    path("cases/<uuid:public_id>/", following.show, name="case"),
    path("cases/<uuid:public_id>/form/<slug:page_id>/", filling.form, name="case_form"),
    path("cases/<uuid:public_id>/materials/", filling.materials, name="case_materials"),
    path("cases/<uuid:public_id>/materials/<slug:key>/", files.material, name="case_material"),
    path("cases/<uuid:public_id>/present/<slug:kind>/", presenting.present, name="case_present"),
    path("cases/<uuid:public_id>/check/", filling.check, name="case_check"),
    path("cases/<uuid:public_id>/receipt/", following.receipt, name="case_receipt"),
    path("cases/<uuid:public_id>/counter/", following.counter, name="case_counter"),
    path("cases/<uuid:public_id>/withdraw/", following.withdraw, name="case_withdraw"),
    path(
        "cases/<uuid:public_id>/registers/<uuid:consultation_id>/",
        objecting.wrong,
        name="case_register_wrong",
    ),
    path("cases/<uuid:public_id>/print/", files.printed, name="case_print"),
    path("uploads/<uuid:public_id>/", files.upload, name="upload"),
]
