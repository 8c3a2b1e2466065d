from django.urls import path

from tongban.portal.kiosk import entering, views

urlpatterns = [
    path("kiosk/", views.home, name="kiosk"),
    path("kiosk/start/", views.start, name="kiosk_start"),
    path("kiosk/stop/", views.stop, name="kiosk_stop"),
    path("kiosk/sign-in/", entering.sign_in, name="kiosk_sign_in"),
    path("kiosk/code/", entering.code, name="kiosk_code"),
    path("kiosk/phone/", entering.phone, name="kiosk_phone"),
    path("kiosk/mine/", views.mine, name="kiosk_mine"),
    path("kiosk/still-here/", views.stay, name="kiosk_stay"),
    path("kiosk/end/", views.end, name="kiosk_clear"),
    path("kiosk/services/<slug:code>/", views.elsewhere, name="kiosk_elsewhere"),
]
