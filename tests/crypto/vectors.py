"""Numbers that standards print, from `tests/data/`."""

import base64
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


def vectors(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def bytes_of(field: str) -> bytes:
    """The value in a Signature header that has one label."""
    return base64.b64decode(field.partition("=")[2].strip(":"))
