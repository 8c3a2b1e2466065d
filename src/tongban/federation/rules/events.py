"""Events and questions, as the functions get them that `config/topics/` names."""

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


class NotYet(Exception):
    """Something must arrive before this event can be applied; it is tried again later.

    `why` is a short code for the operator's page, such as `case_unknown`.
    """

    def __init__(self, why: str = "not_yet") -> None:
        super().__init__(why)
        self.why = why
