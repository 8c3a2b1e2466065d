"""What stands on the country's pack: how each platform does things, and the zones."""

from collections.abc import Callable
from pathlib import Path

import yaml

from tongban.catalog.packages import overlays, zones
from tongban.catalog.packages.differing import overlay_faults
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.overlays import Overlays
from tongban.catalog.packages.pack import Pack
from tongban.config.platform import PLATFORMS
from tongban.config.zones import FOLDER


def addition_faults(pack: Pack, *, shown: Callable[[Path], Path]) -> list[Fault]:
    """Every fault of every platform's services and of the zones."""
    platforms = [each for each in sorted(PLATFORMS.glob("*")) if each.is_dir()]
    found = [fault for each in platforms for fault in overlay_faults(_of(shown(each)), pack)]
    names = {each.name for each in platforms}
    return found + zones.zone_faults(zones.read(shown(FOLDER)), pack, names)


def _of(folder: Path) -> Overlays:
    profile = folder / "platform.yaml"
    facts = yaml.safe_load(profile.read_text(encoding="utf-8")) if profile.exists() else {}
    region = next(iter(facts.get("regions", ())), "")
    return overlays.read(folder, platform=folder.name, region=region)
