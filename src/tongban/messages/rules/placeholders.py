"""Templates of departments: `((name))` stands for what their program fills in."""

import re
from collections.abc import Mapping
from typing import Final

HOLE: Final = re.compile(r"\(\(([^()]{1,60})\)\)")


def placeholders(text: str) -> list[str]:
    """The names of what has to be filled in, in order, each once."""
    return list(dict.fromkeys(name.strip() for name in HOLE.findall(text)))


def filled(text: str, personalisation: Mapping[str, str]) -> str:
    """The text with everything filled in; names that are missing stay as they are."""
    return HOLE.sub(lambda hole: personalisation.get(hole[1].strip(), hole[0]), text)
