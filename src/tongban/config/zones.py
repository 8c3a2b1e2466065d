"""The zones of this federation: data in `packs/zones/`, for the registry and for the screens."""

from pathlib import Path
from typing import Any

import yaml

from tongban.config.environment import ROOT

FOLDER = ROOT / "packs" / "zones"


def zones(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every zone as its file describes it, by id; `./tongban pack check` says what is wrong."""
    files = sorted(folder.glob("*.yaml"))
    return [yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for file in files]
