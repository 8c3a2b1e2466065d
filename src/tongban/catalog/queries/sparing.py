"""What people are spared when they apply here: papers, typing and visits, counted and not claimed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tongban.catalog.models import ServiceVersion
from tongban.catalog.queries.directory import published_services


@dataclass(frozen=True)
class Spared:
    """Over everything that can be done here: how much there is, and how much of it falls away."""

    services: int = 0
    without_visit: int = 0
    papers: int = 0
    papers_spared: int = 0
    fields: int = 0
    fields_spared: int = 0


def spared() -> Spared:
    """What certificates and known facts take off people's hands at this platform. Anyone may ask."""
    online = published_services().filter(online=True).order_by("version_id")
    return _counted(tuple(online.values_list("version_id", flat=True)))


@lru_cache(maxsize=4)
def _counted(versions: tuple[int, ...]) -> Spared:
    """Versions never change, so what they add up to is counted once."""
    found = ServiceVersion.objects.filter(pk__in=versions).values_list("package", flat=True)
    packages: list[dict[str, Any]] = list(found)
    papers = [each["from"] for package in packages for each in package.get("materials") or ()]
    fields = [
        field
        for package in packages
        for field in (package.get("form") or {}).get("schema", {}).get("properties", {}).values()
    ]
    return Spared(
        services=len(packages),
        without_visit=sum(not (each.get("visits") or {}).get("count") for each in packages),
        papers=len(papers),
        papers_spared=sum(
            source.startswith(("certificate:", "resource:", "form")) for source in papers
        ),
        fields=len(fields),
        fields_spared=sum("x-prefill" in field for field in fields),
    )
