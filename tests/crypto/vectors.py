"""Numbers that standards print, from `tests/data/`."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


def vectors(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
