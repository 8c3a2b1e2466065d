from django.urls import path

from tongban.portal.openid import authorizing, device, entering, leaving, programs, roaming

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
    path("openid/device/", device.device, name="sign_in_device"),
    path("openid/device/answer/", device.answer, name="sign_in_device_answer"),
    path("openid/end/", leaving.end, name="openid_end"),
    path("openid/leave/", leaving.leave, name="openid_leave"),
    path("me/allowed/", leaving.allowed, name="access_given"),
    path("me/allowed/<slug:code>/", leaving.set_purpose, name="purpose_set"),
    path("me/allowed/<int:number>/take-back/", leaving.take_back, name="access_take_back"),
    path("openid/callback/", entering.callback, name="openid_callback"),
    path("openid/logout/", entering.logout, name="openid_logout"),
    path("enter/", entering.enter, name="enter"),
    path("go/<slug:node>/", roaming.go, name="go"),
    path("arrive/", roaming.arrive, name="arrive"),
]
