"""What stands on a country's pack: how each platform does things differently, and the zones."""

from pathlib import Path

from tongban.catalog.packages import overlays, zones
from tongban.catalog.packages.differing import overlay_faults
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack


def addition_faults(pack: Pack, folder: Path) -> list[Fault]:
    """Every fault of the platforms' services and of the zones in a folder of packs."""
    platforms = [each for each in sorted((folder / "platforms").glob("*")) if each.is_dir()]
    found = [
        fault
        for each in platforms
        for fault in overlay_faults(overlays.read(each, platform=each.name), pack)
    ]
    names = {each.name for each in platforms}
    return found + zones.zone_faults(zones.read(folder / "zones"), pack, names)
