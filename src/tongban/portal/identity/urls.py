from django.urls import path

from tongban.portal.identity import acting, passkeys, phones, signing_in, stepping_up

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.code, name="sign_in_code"),
    path("sign-in/go-on/", signing_in.go_on, name="sign_in_go_on"),
    path("sign-in/passkey/", passkeys.sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options/", passkeys.options, name="passkey_options"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("step-up/", stepping_up.step_up, name="step_up"),
    path("step-up/passkey/", passkeys.step_up, name="passkey_step_up"),
    path("step-up/presence/", stepping_up.presence, name="presence"),
    path("me/name/", stepping_up.name, name="confirm_name"),
    path("me/passkeys/", passkeys.index, name="passkeys"),
    path("me/passkeys/<uuid:public_id>/remove/", passkeys.remove, name="passkey_remove"),
    path("me/phone/", phones.ask, name="phone_change"),
    path("me/phone/code/", phones.code, name="phone_change_code"),
    path("number/<str:name>/", phones.take_back, name="phone_take_back"),
    path("me/acting/", acting.acting, name="acting"),
    path("me/acting/give/", acting.give, name="grant_give"),
    path("me/acting/<uuid:public_id>/revoke/", acting.revoke, name="grant_revoke"),
    path("me/sign-ins/", acting.sign_ins, name="sign_ins"),
    path("me/sign-ins/<uuid:public_id>/end/", acting.end_sign_in, name="sign_in_end"),
]
