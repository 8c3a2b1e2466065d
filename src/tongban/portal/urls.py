"""Every address of the citizens' screens: one line a topic, each with its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("tongban.portal.catalog.urls")),
    path("zones/", include("tongban.portal.zones.urls")),
    path("", include("tongban.portal.preferences.urls")),
    path("", include("tongban.portal.offices.urls")),
    path("", include("tongban.portal.about.urls")),
    path("", include("tongban.portal.me.urls")),
    path("", include("tongban.portal.messages.urls")),
    path("", include("tongban.portal.identity.urls")),
    path("", include("tongban.portal.openid.urls")),
    path("", include("tongban.portal.phone.urls")),
    path("", include("tongban.portal.cases.urls")),
    path("", include("tongban.portal.window.urls")),
    path("", include("tongban.portal.wallet.urls")),
    path("", include("tongban.portal.codes.urls")),
    path("", include("tongban.portal.vc.urls")),
    path("", include("tongban.portal.requests.urls")),
    path("", include("tongban.portal.ratings.urls")),
    path("", include("tongban.portal.appointments.urls")),
    path("", include("tongban.portal.hall.urls")),
    path("", include("tongban.portal.kiosk.urls")),
    path("", include("tongban.portal.vouchers.urls")),
    path("me/helpers/", include("tongban.portal.helpers.urls")),
]
