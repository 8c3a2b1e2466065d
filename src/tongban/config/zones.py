"""The zones of this federation: data in `packs/zones/`, for the registry and for the screens."""

from pathlib import Path
from typing import Any

import yaml

from tongban.config.environment import ROOT
from tongban.config.platform import FILE, PLATFORMS

FOLDER = ROOT / "packs" / "zones"


def zones(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every zone as its file describes it, with what its members are called.

    `./tongban pack check` says what is wrong with one.
    """
    found = [_read(file) for file in sorted(folder.glob("*.yaml"))]
    return [{**zone, "called": {name: _name(name) for name in zone["members"]}} for zone in found]


def _name(platform: str) -> dict[str, str]:
    profile = PLATFORMS / platform / FILE
    names: dict[str, str] = _read(profile)["names"] if profile.is_file() else {"zh": platform}
    return names


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
