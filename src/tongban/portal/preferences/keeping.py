"""Keeping what somebody chose in the cookies of their browser."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from tongban.federation.rules import prefix_of
from tongban.portal.preferences.surroundings import ELDER, REGION

YEAR: Final = 365 * 86400


def keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SECURE)


def keep_choices(response: HttpResponse, chosen: Mapping[str, str]) -> None:
    """Language, text size and region as another platform hands them over; odd ones are left out.

    A region that this platform does not serve is left out too: who goes to a province is there.
    """
    if chosen.get("lang") in dict(settings.LANGUAGES):
        keep(response, settings.LANGUAGE_COOKIE_NAME, str(chosen.get("lang")))
    if chosen.get("elder") in {"0", "1"}:
        keep(response, ELDER, str(chosen.get("elder")))
    region = chosen.get("region", "")
    if region.isascii() and region.isdigit() and len(region) in {6, 9, 12} and _is_ours(region):
        keep(response, REGION, region)


def _is_ours(region: str) -> bool:
    served = [prefix_of(code) for code in settings.TONGBAN_REGIONS]
    return not served or region.startswith(tuple(served))
