"""Keeping what somebody chose in the cookies of their browser."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from tongban.portal.preferences.surroundings import ELDER, REGION

YEAR: Final = 365 * 86400


def keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SECURE)


def keep_choices(response: HttpResponse, chosen: Mapping[str, str]) -> None:
    """Language, text size and region as another platform hands them over; odd ones are left out."""
    if chosen.get("lang") in dict(settings.LANGUAGES):
        keep(response, settings.LANGUAGE_COOKIE_NAME, str(chosen.get("lang")))
    if chosen.get("elder") in {"0", "1"}:
        keep(response, ELDER, str(chosen.get("elder")))
    region = chosen.get("region", "")
    if region.isascii() and region.isdigit() and len(region) in {6, 9, 12}:
        keep(response, REGION, region)
