from django.urls import path

from tongban.portal.vc import answering, authorizing, metadata, offering, presenting, programs

urlpatterns = [
    path(".well-known/openid-credential-issuer", metadata.issuer, name="vc_issuer"),
    path(".well-known/oauth-authorization-server/vc", metadata.server, name="vc_server"),
    path(".well-known/jwt-vc-issuer", metadata.keys, name="vc_keys"),
    path("vc/types/<slug:code>/", metadata.kind, name="vc_type"),
    path("vc/offers/<str:secret>/", programs.offer, name="vc_offer"),
    path("vc/authorize/", authorizing.authorize, name="vc_authorize"),
    path("vc/consent/", authorizing.consent, name="vc_consent"),
    path("vc/token/", programs.token, name="vc_token"),
    path("vc/nonce/", programs.nonce, name="vc_nonce"),
    path("vc/credential/", programs.credential, name="vc_credential"),
    path("vc/notification/", programs.notification, name="vc_notification"),
    path("vc/requests/<uuid:public_id>/", answering.request_object, name="vc_request"),
    path("vc/responses/<uuid:public_id>/", answering.response, name="vc_response"),
    path("wallet/present/", presenting.present, name="wallet_present"),
    path("wallet/<uuid:public_id>/elsewhere/", offering.elsewhere, name="certificate_elsewhere"),
    path(
        "wallet/<uuid:public_id>/elsewhere/<uuid:credential>/",
        offering.take_back,
        name="certificate_take_back",
    ),
]
