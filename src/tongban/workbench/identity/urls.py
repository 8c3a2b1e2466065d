from django.urls import path

from tongban.workbench.identity import numbers, passkeys, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="work_sign_in"),
    path("sign-in/code/", views.second_factor, name="work_second_factor"),
    path("sign-in/passkey/", passkeys.sign_in, name="work_passkey_sign_in"),
    path("sign-in/passkey/options/", passkeys.options, name="work_passkey_options"),
    path("sign-out/", views.sign_out, name="work_sign_out"),
    path("numbers/", numbers.ask, name="work_numbers"),
    path("numbers/code/", numbers.code, name="work_numbers_code"),
    path("passkeys/", passkeys.index, name="work_passkeys"),
    path("passkeys/<uuid:public_id>/remove/", passkeys.remove, name="work_passkey_remove"),
]
