"""Which platform this installation is: a profile in `packs/platforms/`, data and no code."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tongban.config.environment import ROOT, stop

PLATFORMS = Path(os.environ.get("TONGBAN_PLATFORMS", ROOT / "packs" / "platforms"))


@dataclass(frozen=True)
class Platform:
    """What makes an installation that one: its name, its place, its colours, its services."""

    id: str = ""
    role: str = "alone"  # alone | hub | node
    names: dict[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return PLATFORMS / self.id


def platform(name: str) -> Platform:
    """The profile of a platform; without a name, an installation that stands alone."""
    if not name:
        return Platform()
    file = PLATFORMS / name / "platform.yaml"
    if not file.is_file():
        known = ", ".join(sorted(each.parent.name for each in PLATFORMS.glob("*/platform.yaml")))
        stop(f"There is no platform {name!r}. There are: {known}.")
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Platform(
        id=raw["id"],
        role=raw["role"],
        names=raw["names"],
        regions=tuple(raw.get("regions", ())),
        authorities=tuple(raw.get("authorities", ())),
        raw=raw,
    )
