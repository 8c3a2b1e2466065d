"""Addresses of counters, and of people who act for people. `routes.py` says who may open them."""

OF_OFFICIALS = (
    "/work/counter/",
    "/work/counter/<uuid>/",
    "/work/counter/<uuid>/hand-in/",
    "/work/counter/<uuid>/papers/<slug>/",
    "/work/counter/<uuid>/print/",
    "/work/counter/people/",
    "/work/counter/people/<uuid>/",
    "/work/counter/people/<uuid>/acts/<uuid>/stop/",
    "/work/counter/people/<uuid>/begin/",
    "/work/counter/people/<uuid>/missed/<uuid>/excuse/",
    "/work/counter/people/<uuid>/paper/",
    "/work/counter/people/<uuid>/powers/<uuid>/end/",
    "/work/counter/people/<uuid>/print/<uuid>/",
    "/work/counter/powers/<uuid>/",
    "/work/counter/vouchers/<uuid>/",
)
OF_CITIZENS = (
    "/me/helpers/",
    "/me/helpers/<uuid>/",
    "/me/helpers/<uuid>/act/",
    "/me/helpers/<uuid>/end/",
    "/me/helpers/acts/<uuid>/stop/",
    "/me/helpers/own/",
)
