"""Zones: sets of platforms that do the same services for each other's people."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, document
from tongban.catalog.packages.shape import shape_faults
from tongban.catalog.rules import Mode

# How packs write the three ways in which a service crosses borders (跨省通办).
WRITTEN: Mapping[str, frozenset[str]] = {
    "全程网办": frozenset({Mode.FULL_ONLINE}),
    "异地代收代办": frozenset({Mode.COLLECT_FOR}),
    "多地联办": frozenset({Mode.JOINT}),
    "全程网办/异地代收代办": frozenset({Mode.FULL_ONLINE, Mode.COLLECT_FOR}),
}


def read(folder: Path) -> list[Document]:
    """Every zone of a folder; nothing is judged yet."""
    return [document(file) for file in sorted(folder.glob("*.yaml"))]


def zone_faults(zones: list[Document], pack: Pack, platforms: Collection[str]) -> list[Fault]:
    """Every fault of the zones. The pack itself must have none."""
    found: set[Fault] = set()
    for zone in zones:
        broken = zone.faults or list(shape_faults(zone, "zone"))
        found.update(broken or _zone_faults(zone, pack, platforms))
    return sorted(found)


def _zone_faults(zone: Document, pack: Pack, platforms: Collection[str]) -> Iterator[Fault]:
    data = zone.data
    if data["id"] != zone.file.stem:
        what = f"the id {data['id']} is not the name of the file"
        yield zone.fault(("id",), what, f"rename the file to {data['id']}.yaml")
    for place, member in enumerate(data["members"]):
        if member not in platforms:
            what = f"there is no platform {member}"
            yield zone.fault(("members", place), what, "name a folder of packs/platforms")
    packages = {each.data["id"]: each.data for each in pack.services}
    listed = {row["id"]: row["mode"] for row in pack.rows("listings")}
    seen: set[str] = set()
    for place, each in enumerate(data["services"]):
        steps = ("services", place)
        name = each["service"]
        if name in seen:
            yield zone.fault(steps, f"{name} is on the list twice", "keep one of the lines")
        seen.add(name)
        if name not in packages and name not in listed:
            yield zone.fault(steps, f"there is no service {name}", "correct the id")
        written = _mode_of(packages.get(name)) or listed.get(name, "")
        if each["mode"] not in WRITTEN.get(written, Mode):
            what = f"{name} is {each['mode']} here, but {written} in the country's pack"
            yield zone.fault((*steps, "mode"), what, "make the two agree")
        yield from _source_fault(zone, (*steps, "source"), each["source"], pack)


def _mode_of(package: Mapping[str, Any] | None) -> str:
    return ((package or {}).get("regions") or {}).get("mode") or ""


def _source_fault(
    zone: Document, steps: tuple[str | int, ...], source: str, pack: Pack
) -> Iterator[Fault]:
    if source not in pack.source_keys:
        what = f"the source {source} is not in pack.yaml"
        yield zone.fault(steps, what, "name one of its sources, or add it there")
