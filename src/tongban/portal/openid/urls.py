from django.urls import path

from tongban.portal.openid import authorizing, programs

urlpatterns = [
    path(".well-known/openid-configuration", programs.discovery, name="openid_discovery"),
    path("openid/keys/", programs.keys, name="openid_keys"),
    path("openid/authorize/", authorizing.authorize, name="openid_authorize"),
    path("openid/go-on/", authorizing.go_on, name="openid_go_on"),
    path("openid/consent/", authorizing.consent, name="openid_consent"),
    path("openid/requests/", programs.requests, name="openid_requests"),
    path("openid/token/", programs.token, name="openid_token"),
    path("openid/userinfo/", programs.userinfo, name="openid_userinfo"),
    path("openid/revoke/", programs.revoke, name="openid_revoke"),
    path(
        "openid/device-authorization/",
        programs.device_authorization,
        name="openid_device_authorization",
    ),
]
