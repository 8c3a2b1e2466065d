"""Which platform this installation is: a profile in `packs/platforms/`, data and no code."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# Not from `environment`, which reads where the home is, and that may not be decided yet.
OURS = Path(__file__).resolve().parents[3] / "packs" / "platforms"
PLATFORMS = Path(os.environ.get("TONGBAN_PLATFORMS", OURS))
FILE = "platform.yaml"
DEMO = PLATFORMS / "demo.yaml"


@dataclass(frozen=True)
class Platform:
    """What makes an installation that one: its name, its place, its colours, its services."""

    id: str = ""
    role: str = "alone"  # alone | hub | node
    kind: str = ""  # hub | province | city | department
    parent: str = ""
    suite: str = "intl"
    region: str = "310000"  # where readers are until they say otherwise
    names: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    brand: Mapping[str, Any] = field(default_factory=dict)
    features: tuple[str, ...] = ()  # what its home shows besides
    home: Mapping[str, Any] = field(default_factory=dict)  # which themes and services come first
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_hub(self) -> bool:
        return self.role == "hub"

    def answers_for(self, region: str) -> bool:
        """Whether a region lies in what this platform serves."""
        return any(region.startswith(inside(code)) for code in self.regions)

    @property
    def cookies_end(self) -> str:
        """Keeps the cookies of platforms apart that share a host, as on 127.0.0.1."""
        return f"_{self.id}" if self.id else ""


def inside(region: str) -> str:
    """What the codes of everything in a region begin with: 410000 → 41, 440300 → 4403."""
    return region.removesuffix("00").removesuffix("00")


def known() -> list[str]:
    """The platforms that there are profiles of, the hub first."""
    names = sorted(file.parent.name for file in PLATFORMS.glob(f"*/{FILE}"))
    return sorted(names, key=lambda name: name != "hub")


def brands() -> dict[str, Mapping[str, Any]]:
    """How every platform looks that there is a profile of."""
    return {name: platform(name).brand for name in known()}


def demonstration() -> dict[str, Any]:
    """How a demonstration of several platforms begins."""
    found: dict[str, Any] = yaml.load(DEMO.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def platform(name: str) -> Platform:
    """The profile of a platform; without a name, an installation that stands alone."""
    if not name:
        return Platform()
    file = PLATFORMS / name / FILE
    if not file.is_file():
        sys.exit(f"tongban: There is no platform {name!r}. There are: {', '.join(known())}.")
    raw: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    named = ("regions", "authorities", "offices", "features")
    facts: dict[str, Any] = {key: tuple(raw.get(key, ())) for key in named}
    plain = ("id", "role", "kind", "parent", "region", "suite", "names", "note", "brand", "home")
    return Platform(**facts, **{key: raw[key] for key in plain if key in raw}, raw=raw)
