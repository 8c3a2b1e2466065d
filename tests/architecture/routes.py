"""Who may open which address. A new route is placed here before it can exist.

Addresses are written as they are in the URL list, with `<uuid>` or `<str>` for the parts that vary.
"""

from enum import Enum


class Who(Enum):
    """The least that somebody must be to be served."""

    ANYONE = "anyone, without signing in"
    CITIZEN = "somebody who signed in, and only their own things"
    OFFICIAL = "somebody with a post, and only what is at their office"
    TOKEN = "a program with a person's token"


ANYONE, CITIZEN, OFFICIAL, TOKEN = Who.ANYONE, Who.CITIZEN, Who.OFFICIAL, Who.TOKEN

ROUTES: dict[str, Who] = {
    "/alive": ANYONE,
    "/": ANYONE,
    "/search/": ANYONE,
    "/search/suggestions/": ANYONE,
    "/services/": ANYONE,
    "/services/<slug>/": ANYONE,
    "/regions/": ANYONE,
    "/preferences/": ANYONE,
    "/offices/": ANYONE,
    "/offices/<uuid>/": ANYONE,
    "/privacy/": ANYONE,
    "/accessibility/": ANYONE,
    "/about-data/": ANYONE,
    "/design/": ANYONE,
    "/me/": ANYONE,  # strangers see the way in and the preferences
    "/me/preferences/": ANYONE,
    "/me/access/": CITIZEN,
    "/messages/": CITIZEN,
    "/messages/read/": CITIZEN,
    "/messages/<uuid>/": CITIZEN,
    "/messages/<uuid>/read/": CITIZEN,
    "/api/v1/": ANYONE,
    "/api/v1/openapi.json": ANYONE,
    "/api/v1/services": ANYONE,
    "/api/v1/services/<str>": ANYONE,
    "/api/v1/cases": TOKEN,
    "/api/v1/cases/<str>": TOKEN,
    "/api/v1/certificates": TOKEN,
    "/api/v1/certificates/<str>": TOKEN,
    "/api/v1/ratings": TOKEN,
    "/api/v1/ratings/<str>": TOKEN,
    "/api/v1/ratings/norms": ANYONE,
}
