"""The zones of this federation: data in `packs/zones/`, for the registry and for the screens."""

from pathlib import Path
from typing import Any

import yaml

from tongban.config.environment import ROOT

FOLDER = ROOT / "packs" / "zones"


def zones(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every zone as its file describes it, by id; `./tongban pack check` says what is wrong."""
    files = sorted(folder.glob("*.yaml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


def zones_of(platform: str, role: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The zones that a platform shows: its own; the hub shows all."""
    if not platform:
        return []
    return [zone for zone in zones(folder) if role == "hub" or platform in zone["members"]]
