"""What a platform does differently from the nation, and what only this platform does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, document

Package = Mapping[str, Any]
PARTS = ("limits", "fee", "conditions", "materials", "offices", "codes")


@dataclass
class Overlays:
    """The `services` of one platform: overlays of national services, and services of its own."""

    platform: str
    region: str
    folder: Path
    documents: list[Document] = field(default_factory=list)

    @property
    def overlays(self) -> list[Document]:
        return [each for each in self.documents if is_overlay(each)]

    @property
    def own(self) -> list[Document]:
        return [each for each in self.documents if not is_overlay(each)]

    @cached_property
    def by_service(self) -> dict[str, Document]:
        """The overlay of each national service that has one."""
        return {each.data["implements"]: each for each in self.overlays}

    def pack_of(self, pack: Pack) -> Pack:
        """The country's pack, with the decision tables of this platform."""
        return replace(pack, folder=self.folder)


ALONE = Overlays(platform="", region="", folder=Path())  # an installation without a platform


def read(folder: Path, *, platform: str, region: str = "") -> Overlays:
    """Read every service of a platform; nothing is judged yet."""
    files = sorted((folder / "services").glob("*.yaml"))
    return Overlays(platform, region, folder, [document(file) for file in files])


def is_overlay(service: Document) -> bool:
    return isinstance(service.data, dict) and "implements" in service.data


def merged(national: Package, overlay: Package, *, platform: str) -> dict[str, Any]:
    """The national package as this platform does it."""
    found = {**national, **_simple(overlay)}
    if "limits" in overlay:
        found["limits"] = {**national["limits"], **overlay["limits"]}
    if "codes" in overlay:
        found["codes"] = {**national["codes"], **overlay["codes"]}
    if "conditions" in overlay:
        found["conditions"] = _conditions(national["conditions"], overlay["conditions"])
    if "materials" in overlay:
        found["materials"] = _materials(national["materials"], overlay["materials"])
    found["source"] = {**national["source"], **overlay["source"], "platform": platform}
    return found


def _simple(overlay: Package) -> dict[str, Any]:
    return {part: overlay[part] for part in ("fee", "offices") if part in overlay}


def _conditions(national: Sequence[Package], changes: Package) -> list[Package]:
    gone = changes.get("without", ())
    return [*(each for each in national if each["zh"] not in gone), *changes.get("with", ())]


def _materials(national: Sequence[Package], changes: Package) -> list[Package]:
    """Materials by id; what is given anew takes the place of the one it replaces."""
    found = {each["id"]: each for each in national if each["id"] not in changes.get("without", ())}
    found |= {each["id"]: each for each in changes.get("with", ())}
    return list(found.values())
