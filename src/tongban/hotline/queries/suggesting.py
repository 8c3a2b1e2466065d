"""What a text is about, whose business it is, and why we think so. In process; no network."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tongban.catalog.models import in_language
from tongban.catalog.queries import authority_names
from tongban.hotline.models import Taught
from tongban.hotline.rules import Kind, Urgency
from tongban.hotline.rules.lessons import Lessons, Topic, taught

FRESH_FOR: Final = 60.0  # seconds until another process's loading of a pack is noticed
ALTERNATIVES: Final = 4
CATEGORIES: Final[Mapping[str, str]] = {  # as the standard calls them, in every language
    Kind.CONSULTATION: "咨询",
    Kind.HELP: "求助",
    Kind.COMPLAINT: "投诉",
    Kind.REPORT: "举报",
    Kind.SUGGESTION: "建议",
    Kind.PRAISE: "表扬",
}


@dataclass(frozen=True)
class Learnt:
    """What a process knows since it last looked: the lessons, and how authorities are called."""

    looked_at: float
    digest: str
    lessons: Lessons
    names: Mapping[str, Mapping[str, str]]


_lock = threading.Lock()
_known: dict[str, Learnt] = {}


@dataclass(frozen=True)
class Option:
    """An authority that may be responsible, how sure that is, and the words that say so."""

    code: str
    names: Mapping[str, str]
    confidence: float
    because: Sequence[str]

    def __str__(self) -> str:
        return in_language(dict(self.names)) or self.code


@dataclass(frozen=True)
class Suggestion:
    """What the program makes of a text. People decide."""

    kind: str
    kind_confidence: float
    topic: str
    options: Sequence[Option]
    urgency: str
    emergency: str
    abusive: bool

    @property
    def category(self) -> str:
        return CATEGORIES.get(self.kind, "")

    @property
    def best(self) -> Option | None:
        return self.options[0] if self.options else None


def suggest(text: str) -> Suggestion:
    """The kind, the class and the responsible authorities of a text, best first. Anyone may ask."""
    learnt, said = _learnt(), " ".join(text.split())
    lessons, names = learnt.lessons, learnt.names
    kinds = lessons.kinds.chances(said)
    kind = max(kinds, key=lambda each: kinds[each], default="")
    chances = lessons.duties.chances(said)
    best = sorted(chances, key=lambda code: -chances[code])[: ALTERNATIVES + 1]
    options = [
        Option(code, names[code], round(chances[code], 3), lessons.duties.hits(code, said))
        for code in best
        if code in names
    ]
    return Suggestion(
        kind=kind,
        kind_confidence=round(kinds.get(kind, 0.0), 3),
        topic=lessons.topic_of(said, options[0].code) if options else "",
        options=options,
        urgency=urgency_of(lessons, said),
        emergency=lessons.emergency_in(said),
        abusive=bool(lessons.heeded("abuse", said)),
    )


def urgency_of(lessons: Lessons, text: str) -> str:
    if lessons.heeded("at_once", text):
        return Urgency.AT_ONCE
    return Urgency.URGENT if lessons.heeded("urgent", text) else Urgency.USUAL


def topics() -> Sequence[Topic]:
    """The classes of requests. Anyone may ask."""
    return lessons().topics


def topic_names(code: str) -> Mapping[str, str]:
    return next((topic.names for topic in topics() if topic.code == code), {})


def lessons() -> Lessons:
    """What the pack taught, learned once in each process."""
    return _learnt().lessons


def forget_lessons() -> None:
    """Learn again at the next question, after a pack was loaded here."""
    _known.clear()


def _learnt() -> Learnt:
    known = _known.get("")
    if known and time.monotonic() - known.looked_at < FRESH_FOR:
        return known
    row = Taught.objects.order_by("-pk").first()
    digest = row.digest if row else ""
    if known is None or digest != known.digest:
        with _lock:
            found = taught(row.content if row else {})
    else:
        found = known.lessons
    names = authority_names(found.duties.starts)
    _known[""] = Learnt(time.monotonic(), digest, found, names)
    return _known[""]
