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
    NODE = "another platform of the federation, by its signature"


ANYONE, CITIZEN, OFFICIAL, TOKEN = Who.ANYONE, Who.CITIZEN, Who.OFFICIAL, Who.TOKEN
NODE = Who.NODE

ROUTES: dict[str, Who] = {
    "/": ANYONE,
    "/about-data/": ANYONE,
    "/accessibility/": ANYONE,
    "/alive": ANYONE,
    "/cases/places/": ANYONE,
    "/api/v1/": ANYONE,
    "/api/v1/openapi.json": ANYONE,
    "/api/v1/ratings/norms": ANYONE,
    "/api/v1/services": ANYONE,
    "/api/v1/services/<str>": ANYONE,
    "/demo/phone/": ANYONE,
    "/design/": ANYONE,
    "/me/": ANYONE,
    "/me/preferences/": ANYONE,
    "/offices/": ANYONE,
    "/offices/<uuid>/": ANYONE,
    "/preferences/": ANYONE,
    "/privacy/": ANYONE,
    "/regions/": ANYONE,
    "/search/": ANYONE,
    "/search/suggestions/": ANYONE,
    "/services/": ANYONE,
    "/services/<slug>/": ANYONE,
    "/sign-in/": ANYONE,
    "/sign-in/code/": ANYONE,
    "/sign-in/go-on/": ANYONE,
    "/sign-in/passkey/": ANYONE,
    "/sign-in/passkey/options/": ANYONE,
    "/sign-out/": ANYONE,
    "/work/sign-in/": ANYONE,
    "/work/sign-in/code/": ANYONE,
    "/work/sign-in/passkey/": ANYONE,
    "/work/sign-in/passkey/options/": ANYONE,
    "/work/sign-out/": ANYONE,
    "/cases/": CITIZEN,
    "/cases/<uuid>/": CITIZEN,
    "/cases/<uuid>/check/": CITIZEN,
    "/cases/<uuid>/counter/": CITIZEN,
    "/cases/<uuid>/form/<slug>/": CITIZEN,
    "/cases/<uuid>/materials/": CITIZEN,
    "/cases/<uuid>/materials/<slug>/": CITIZEN,
    "/cases/<uuid>/print/": CITIZEN,
    "/cases/<uuid>/rate/": CITIZEN,
    "/cases/<uuid>/receipt/": CITIZEN,
    "/cases/<uuid>/withdraw/": CITIZEN,
    "/consents/<uuid>/": CITIZEN,
    "/code/": CITIZEN,
    "/me/access/": CITIZEN,
    "/me/acting/": CITIZEN,
    "/me/acting/<uuid>/revoke/": CITIZEN,
    "/me/acting/give/": CITIZEN,
    "/me/name/": CITIZEN,
    "/me/passkeys/": CITIZEN,
    "/me/passkeys/<uuid>/remove/": CITIZEN,
    "/me/sign-ins/": CITIZEN,
    "/me/sign-ins/<uuid>/end/": CITIZEN,
    "/messages/": CITIZEN,
    "/messages/<uuid>/": CITIZEN,
    "/messages/<uuid>/read/": CITIZEN,
    "/messages/read/": CITIZEN,
    "/services/<slug>/apply/": CITIZEN,
    "/step-up/": CITIZEN,
    "/step-up/passkey/": CITIZEN,
    "/step-up/presence/": CITIZEN,
    "/uploads/<uuid>/": CITIZEN,
    "/wallet/": CITIZEN,
    "/wallet/<uuid>/": CITIZEN,
    "/wallet/<uuid>/print.pdf": CITIZEN,
    "/work/": OFFICIAL,
    "/work/cases/<uuid>/": OFFICIAL,
    "/work/cases/<uuid>/<slug>/": OFFICIAL,
    "/work/cases/<uuid>/files/<uuid>/": OFFICIAL,
    "/work/cases/<uuid>/open/": OFFICIAL,
    "/work/figures/": OFFICIAL,
    "/work/keys/": OFFICIAL,
    "/work/passkeys/": OFFICIAL,
    "/work/passkeys/<uuid>/remove/": OFFICIAL,
    "/work/post/": OFFICIAL,
    "/work/ratings/": OFFICIAL,
    "/work/searches/": OFFICIAL,
    "/federation/v1/ask": NODE,
    "/federation/v1/inbox": NODE,
    "/federation/v1/join": NODE,
    "/federation/v1/keys": NODE,
    "/federation/v1/registry": ANYONE,
    "/api/v1/cases": TOKEN,
    "/api/v1/cases/<str>": TOKEN,
    "/api/v1/certificates": TOKEN,
    "/api/v1/certificates/<str>": TOKEN,
    "/api/v1/ratings": TOKEN,
    "/api/v1/ratings/<str>": TOKEN,
}
