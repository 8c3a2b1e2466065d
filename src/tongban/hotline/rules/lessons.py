"""Everything that a pack teaches about texts: duties, examples, classes, words to heed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tongban.hotline.rules.duties import Duties, duties
from tongban.hotline.rules.learning import Cues, Kinds, learned

Row = Mapping[str, str]
NUMBERS: Final = ("119", "120", "110")  # fire before all, since it cannot wait
OTHER: Final = "120100"


@dataclass(frozen=True)
class Topic:
    """A class of requests, in the six digits of GB/T 39666."""

    code: str
    names: Mapping[str, str]
    authorities: Sequence[str] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Lessons:
    """What was learned from a pack. Without one it knows nothing, and says so."""

    kinds: Kinds
    duties: Duties
    topics: Sequence[Topic] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def topic_of(self, text: str, authority: str) -> str:
        """The class of a text that this authority answers for."""
        theirs = [topic for topic in self.topics if authority in topic.authorities]
        best = max(theirs, key=lambda t: sum(w in text for w in t.words), default=None)
        return best.code if best else OTHER if self.topics else ""

    def heeded(self, what: str, text: str) -> list[str]:
        """The words of a list that the text names."""
        low = text.lower()
        return [word for word in self.words.get(what, ()) if word in low]

    def emergency_in(self, text: str) -> str:
        """The number to call at once, if the text sounds like it; else empty."""
        return next((number for number in NUMBERS if self.heeded(number, text)), "")


def taught(content: Mapping[str, Sequence[Row]]) -> Lessons:
    """Learn from the rows of a pack: `duties`, `examples`, `classes` and `words`."""
    words = {row["what"]: _split(row["words"]) for row in content.get("words", ())}
    cues = Cues(points=_named(words, "cue:"), says=_named(words, "says:"))
    examples = content.get("examples", ())
    return Lessons(
        kinds=learned([(row["text"], row["kind"]) for row in examples], cues),
        duties=duties(
            {row["authority"]: _split(row["words"]) for row in content.get("duties", ())},
            [(row["text"], row["authority"]) for row in examples],
        ),
        topics=[_topic(row) for row in content.get("classes", ())],
        words=words,
    )


def plain(rows: Iterable[Mapping[str, Any]], *columns: str) -> list[dict[str, str]]:
    """Only these columns, as they are kept."""
    return [{name: str(row[name]) for name in columns} for row in rows]


def _topic(row: Row) -> Topic:
    names = {language: row[f"name_{language}"] for language in ("zh", "en", "ko")}
    return Topic(row["code"], names, _split(row["authorities"]), _split(row["words"]))


def _named(words: Mapping[str, Sequence[str]], beginning: str) -> dict[str, Sequence[str]]:
    return {
        what.removeprefix(beginning): each
        for what, each in words.items()
        if what.startswith(beginning)
    }


def _split(text: str) -> list[str]:
    return [word for word in text.split(";") if word]
