"""The word lists of a pack: what people say, what it means officially, and how it sounds."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Topic:
    """Something people come for: words of its official name, and the ways people ask for it."""

    means: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Everything the engine knows about words; empty lists only make it less clever."""

    synonyms: Mapping[str, str] = field(default_factory=dict)
    homophones: Mapping[str, str] = field(default_factory=dict)
    traditional: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    stopwords: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The lists in a folder; a list that is not there counts as empty."""
        return cls(
            synonyms={row["term"]: row["means"] for row in _rows(folder, "synonyms")},
            homophones={row["wrong"]: row["right"] for row in _rows(folder, "homophones")},
            traditional={
                row["traditional"]: row["simplified"] for row in _rows(folder, "traditional")
            },
            readings={row["word"]: row["reading"] for row in _rows(folder, "readings")},
            stopwords=tuple(row["word"] for row in _rows(folder, "stopwords")),
            topics=tuple(
                Topic(row["means"], tuple(_cells(row["zh"], row["en"], row["ko"])))
                for row in _rows(folder, "topics")
            ),
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        topics = tuple(Topic(each["means"], tuple(each["phrases"])) for each in data.pop("topics"))
        return cls(topics=topics, stopwords=tuple(data.pop("stopwords")), **data)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def fingerprint(self) -> str:
        """Changes when any list changes, so that a caller knows to build again."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / f"{name}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _cells(*cells: str) -> Iterator[str]:
    for cell in cells:
        yield from (value.strip() for value in cell.split(";") if value.strip())
