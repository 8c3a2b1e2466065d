"""CloudEvents 1.0 in JSON, as nodes write them: exactly these members and no others."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn
from uuid import UUID

from tongban.federation.rules.timing import MOST_EVENTS

BATCH: Final = "application/cloudevents-batch+json"
JSON: Final = "application/json"
MUST: Final = frozenset({"specversion", "id", "source", "type", "subject", "time", "data"})
MAY: Final = frozenset({"datacontenttype", "again"})
DEEPEST: Final = 32
YEARS: Final = range(2000, 2200)  # what every database and every offset can bear
LONGEST: Final = {"source": 40, "type": 64, "subject": 80}
_ODD: Final = re.compile(r"\\u(0000|[dD][89a-fA-F])")  # NUL, or one half of a character


class BadEnvelope(ValueError):
    """This is not what nodes send each other. `where` says which event and member."""


@dataclass(frozen=True)
class Envelope:
    """One event as it travels. `again` counts how often its sender was told to send it anew."""

    id: UUID
    source: str
    topic: str
    about: str
    happened_at: datetime
    data: Mapping[str, Any]
    again: int = 0

    def to_json(self) -> str:
        told: dict[str, Any] = {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.topic,
            "subject": self.about,
            "time": self.happened_at.isoformat(),
            "datacontenttype": JSON,
            "data": self.data,
        }
        if self.again:
            told["again"] = self.again
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def batch_of(events: Iterable[str]) -> bytes:
    """The body of a request from events that are JSON already."""
    return f"[{','.join(events)}]".encode()


def read_batch(body: bytes) -> list[Envelope]:
    """The events of a request; raises BadEnvelope for anything unexpected."""
    told = read_json(body)
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_EVENTS:
        raise BadEnvelope(f"a batch is a list of 1 to {MOST_EVENTS} events")
    events = [_envelope(place, each) for place, each in enumerate(told)]
    if len({event.id for event in events}) != len(events):
        raise BadEnvelope("two events of the batch have the same id")
    return events


def read_json(body: bytes) -> Any:
    """Strict JSON: UTF-8, every key once, no NaN, no infinity, no half characters, no NUL."""
    try:
        text = body.decode()
        told = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
        )
        if _ODD.search(text):
            _check(told)
    except RecursionError:
        raise BadEnvelope("nested too deeply") from None
    except ValueError as error:
        raise BadEnvelope(str(error)) from error
    return told


def _envelope(place: int, told: Any) -> Envelope:
    where = f"event {place}"
    if not isinstance(told, dict) or not MUST <= told.keys() <= MUST | MAY:
        raise BadEnvelope(f"{where}: wrong members")
    if told["specversion"] != "1.0" or told.get("datacontenttype", JSON) != JSON:
        raise BadEnvelope(f"{where}: not CloudEvents 1.0 with JSON data")
    for name, longest in LONGEST.items():
        if not isinstance(told[name], str) or not 0 < len(told[name]) <= longest:
            raise BadEnvelope(f"{where}: {name} is a text of 1 to {longest} characters")
    again = told.get("again", 0)
    if type(again) is not int or not 0 <= again < 2**31:
        raise BadEnvelope(f"{where}: again is a count")
    if not isinstance(told["data"], dict) or not is_flat(told["data"]):
        raise BadEnvelope(f"{where}: data is an object, nested {DEEPEST} deep at most")
    return Envelope(
        id=_uuid(told["id"], where),
        source=told["source"],
        topic=told["type"],
        about=told["subject"],
        happened_at=_time(told["time"], where),
        data=told["data"],
        again=again,
    )


def _uuid(text: Any, where: str) -> UUID:
    try:
        found = UUID(text)
    except (ValueError, AttributeError, TypeError):
        raise BadEnvelope(f"{where}: id is a UUID") from None
    if str(found) != text:
        raise BadEnvelope(f"{where}: id is a UUID in lower case with hyphens")
    return found


def _time(text: Any, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise BadEnvelope(f"{where}: time is RFC 3339") from None
    if found.tzinfo is None or found.year not in YEARS:
        raise BadEnvelope(f"{where}: time names its offset, and a year from 2000 to 2199")
    return found


def is_flat(value: Any, left: int = DEEPEST) -> bool:
    """Whether nothing in it is nested too deeply for those who work with it."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    else:
        return True
    if left == 0:
        return False
    return all(is_flat(each, left - 1) for each in inner if isinstance(each, dict | list))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadEnvelope("a key comes twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(text)
    return number


def _refuse(text: str) -> NoReturn:
    raise BadEnvelope(f"{text} is not a number")


def _check(told: object) -> None:
    waiting = [told]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and not _storable(each):
            raise BadEnvelope("half a character, or NUL")


def _storable(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
