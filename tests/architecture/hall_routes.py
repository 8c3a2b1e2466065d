"""Who may open the addresses of machines in halls and of the window to a remote officer."""

from tests.architecture.who import Who

ANYONE, CITIZEN, OFFICIAL = Who.ANYONE, Who.CITIZEN, Who.OFFICIAL

HALL_ROUTES: dict[str, Who] = {
    "/kiosk/": ANYONE,
    "/kiosk/code/": ANYONE,
    "/kiosk/end/": ANYONE,
    "/kiosk/mine/": CITIZEN,
    "/kiosk/phone/": ANYONE,
    "/kiosk/services/<slug>/": ANYONE,
    "/kiosk/sign-in/": ANYONE,
    "/kiosk/start/": ANYONE,
    "/kiosk/still-here/": ANYONE,
    "/kiosk/stop/": ANYONE,
    "/cases/<uuid>/window/": CITIZEN,
    "/window/": CITIZEN,
    "/window/<slug>/": CITIZEN,
    "/window/bar/": CITIZEN,
    "/work/kiosks/": OFFICIAL,
    "/work/kiosks/<uuid>/end/": OFFICIAL,
    "/work/kiosks/<uuid>/services/": OFFICIAL,
    "/work/windows/": OFFICIAL,
    "/work/windows/<uuid>/": OFFICIAL,
    "/work/windows/<uuid>/<slug>/": OFFICIAL,
    "/work/windows/<uuid>/files/<uuid>/": OFFICIAL,
    "/work/windows/next/": OFFICIAL,
}
