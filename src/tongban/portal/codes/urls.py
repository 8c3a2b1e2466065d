from django.urls import path

from tongban.portal.codes import public, showing, verifying

urlpatterns = [
    path("code/", showing.code, name="code"),
    path("code/family/<uuid:name>/", showing.family, name="code_family"),
    path("code/credentials/", showing.credentials, name="code_credentials"),
    path("code/cancel/", showing.cancel, name="code_cancel"),
    path("code/worker.js", public.code_worker, name="code_worker"),
    path("codes/keys/", public.keys, name="code_keys"),
    path("codes/status/", public.lists, name="code_lists"),
    path("codes/status/<int:number>/", public.status_list, name="code_list"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/sign-in/", verifying.sign_in, name="verify_sign_in"),
    path("verify/sign-out/", verifying.sign_out, name="verify_sign_out"),
    path("verify/worker.js", public.verify_worker, name="verify_worker"),
]
