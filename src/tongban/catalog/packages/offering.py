"""A service package on its way to other nodes: what is in it, and whether one that came is right."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tongban.catalog.packages.reading import Document, digest
from tongban.catalog.packages.shape import shape_faults

KIND = "service-offer"  # of a signed document
HERE = Path("offer")
ADDED = {"source": {"platform", "offices"}, "decide": {"rules"}}  # by loading
Content = dict[str, Any]


def is_as_the_nation_does(package: Mapping[str, Any]) -> bool:
    """Whether no platform changed it, so that everybody with the country's pack has it."""
    return "platform" not in package["source"]


def content(
    *, node: str, service: str, named: str, package: Content | None, themes: list[str], at: datetime
) -> Content:
    """What a node signs. `named` is the digest of the package, which need not be in it."""
    return {
        "node": node,
        "service": service,
        "digest": named,
        "published_at": at.isoformat(),
        "themes": themes,
        "package": package,
    }


def is_right(said: Content) -> bool:
    """Whether a content has the right shape, and is what its digest says."""
    if any(shape_faults(Document(HERE, said), "offer")):
        return False
    package = said["package"]
    if package is None:
        return True
    if digest(package) != said["digest"] or not isinstance(package.get("source"), dict):
        return False
    return not any(shape_faults(Document(HERE, _as_written(package)), "service"))


def _as_written(package: Content) -> Content:
    """As it stands in a file: without what the loading of a pack added."""
    found = {key: value for key, value in package.items() if key != "offices"}
    for part, added in ADDED.items():
        if isinstance(found.get(part), dict):
            found[part] = {key: value for key, value in found[part].items() if key not in added}
    return found
