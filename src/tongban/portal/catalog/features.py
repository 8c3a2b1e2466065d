"""What the home of a platform shows besides, as its profile says: one template for each."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from tongban.catalog import queries
from tongban.catalog.models import Theme
from tongban.portal.neighbours import neighbours
from tongban.portal.preferences.surroundings import Reader

FOLDER = "portal/catalog/features"
ELDER_THEMES = ("health", "social-security", "driving", "documents", "culture")
AT_ONCE = 3


def features(reader: Reader) -> list[dict[str, object]]:
    """The features of this platform's home, each with its template and what it shows."""
    return [
        {"template": f"{FOLDER}/{name}.html", **SHOWN.get(name, _nothing)(reader)}
        for name in settings.PLATFORM.features
    ]


def in_order(themes: list[Theme]) -> list[Theme]:
    """The themes that this platform puts first, then the others."""
    first = list(settings.PLATFORM.home.get("themes", ()))
    return sorted(themes, key=lambda each: first.index(each.code) if each.code in first else 99)


def first_services() -> list[object]:
    """The services that this platform puts on its home."""
    codes = list(settings.PLATFORM.home.get("services", ()))
    found = queries.service_names(codes) if codes else {}
    return [found[code] for code in codes if code in found]


def _nothing(_reader: Reader) -> Mapping[str, object]:
    return {}


def _platforms(_reader: Reader) -> Mapping[str, object]:
    return {"neighbours": neighbours()}


def _elder(_reader: Reader) -> Mapping[str, object]:
    return {"themes": queries.themes("person").filter(code__in=ELDER_THEMES)}


def _spared(_reader: Reader) -> Mapping[str, object]:
    return {"spared": queries.spared()}


def _at_once(reader: Reader) -> Mapping[str, object]:
    audience = "organisation" if reader.organisation else "person"
    found = queries.browse(audience=audience, online_only=True).filter(
        version__package__decide__by="table"
    )
    return {"services": found[:AT_ONCE], "count": found.count()}


SHOWN: Mapping[str, Callable[[Reader], Mapping[str, Any]]] = {
    "platforms": _platforms,
    "elder": _elder,
    "spared": _spared,
    "at-once": _at_once,
}
