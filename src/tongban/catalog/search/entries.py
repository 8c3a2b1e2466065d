"""What goes into the index, and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class IndexMissing(Exception):
    """There is no usable index in this folder; build it again."""


@dataclass(frozen=True)
class Entry:
    """One service as search sees it; no region means the whole country, else a GB/T 2260 code."""

    id: str
    names: Mapping[str, str]
    aliases: Sequence[str] = ()
    summary: str = ""
    authority: str = ""
    themes: Sequence[str] = ()
    kind: str = ""
    region: str = ""
    audience: Sequence[str] = ()
    online: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class Result:
    """The ids found, best first; `relaxed` says that nothing fits the whole of the question."""

    ids: list[str]
    total: int
    suggestion: str | None = None
    relaxed: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A name that what was typed may become, and the service it leads to."""

    text: str
    id: str
