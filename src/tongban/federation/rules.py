"""What nodes tell each other, in plain Python: no tables, no clock, no request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """Something that happened at another node, signed by it, as a topic's function gets it.

    `about` is a ref such as `case/6f1c…`; `happened_at` is the sender's time, `at` is ours.
    """

    id: UUID
    topic: str
    source: str
    about: str
    data: Data
    happened_at: datetime
    at: datetime


@dataclass(frozen=True)
class Question:
    """What another node asks, signed by it, as a question's function gets it."""

    name: str
    source: str
    about: str
    data: Data
    at: datetime


def prefix_of(region: str) -> str:
    """What every region inside this one begins with: 410000 → 41, 440300 → 4403."""
    significant = region[:6]
    while significant.endswith("00"):
        significant = significant[:-2]
    return significant
