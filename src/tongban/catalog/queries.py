"""Reading the catalogue. Everything here is public; anyone may ask."""

from tongban.catalog.models import Region


def region_with_code(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()
