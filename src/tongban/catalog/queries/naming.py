"""Places by the names that people write. Everything here is public; anyone may ask."""

from collections.abc import Iterable
from typing import Any, Final

from tongban.catalog.models import Region
from tongban.catalog.queries.places import region_with_code, regions_called, way_to

BETWEEN: Final = " · "
MANY: Final = 60


def label(region: Region) -> str:
    """The province, the city and the district, as one line."""
    return BETWEEN.join(str(each) for each in way_to(region))


def name_of(code: Any) -> str:
    """The place that a code stands for; the code itself when there is none."""
    region = region_with_code(str(code or ""))
    return label(region) if region else str(code or "")


def meant(text: str) -> list[tuple[str, str]]:
    """The places that somebody may mean, each with the way to it; one if it is clear."""
    return [(each.code, label(each)) for each in _meant(text.strip())]


def _meant(text: str) -> list[Region]:
    if text.isdigit():
        known = region_with_code(text)
        return [known] if known else []
    found = regions_called(text.rpartition(BETWEEN.strip())[2], most=MANY)
    same = [each for each in found if label(each) == text]
    named = [each for each in found if text in {each.name, str(each)}]
    return _highest(same or named or found)


def _highest(found: Iterable[Region]) -> list[Region]:
    """A province or city before the districts that are called alike."""
    found = list(found)
    cities = [each for each in found if each.code.endswith("00")]
    return cities if len(cities) == 1 else found
