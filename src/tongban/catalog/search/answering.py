"""Answers questions from one generation of the index."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Occur, Query

from tongban.catalog.search.building import schema
from tongban.catalog.search.correcting import Corrector
from tongban.catalog.search.entries import Result, Suggestion
from tongban.catalog.search.features import WEIGHT, Features, Reader
from tongban.catalog.search.ranking import Hit, Ranker
from tongban.catalog.search.suggesting import Suggester
from tongban.catalog.search.topics import UNKNOWN, Topics
from tongban.catalog.search.words import Words

NEAR = 60  # candidates taken from the region and the nation
FAR = 60  # candidates taken from everywhere
MOST_TERMS = 20
TOPIC_WORTH = 40.0  # a topic that fits outweighs any single word

RELAXED = 0.35  # a best score below it means that nothing fits the whole question

Clause = tuple[Occur, Query]


@dataclass(frozen=True)
class Scope:
    """What to look among."""

    region: str = ""
    audience: str = ""
    online_only: bool = False
    theme: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Ask:
    """A question put to the engine below us."""

    wanted: Query
    filters: Sequence[Clause]
    region: str

    @property
    def anywhere(self) -> Query:
        return Query.boolean_query([(Occur.Must, self.wanted), *self.filters])


@dataclass(frozen=True)
class Learnt:
    """What is read from the word lists alone: most of the memory, and most of the time to open."""

    lists: str
    english: str
    reader: Reader
    topics: Topics
    corrector: Corrector

    @classmethod
    def from_generation(cls, generation: Path) -> "Learnt":
        """What was learnt last, as far as this generation has the same lists."""
        lists = (generation / "words.json").read_text(encoding="utf-8")
        english = (generation / "english.json").read_text(encoding="utf-8")
        last = _learnt_last.get(lists) or cls._read(lists, english)
        learnt = last if last.english == english else last._with(english)
        _learnt_last.clear()
        _learnt_last[lists] = learnt
        return learnt

    @classmethod
    def _read(cls, lists: str, english: str) -> Self:
        words = Words.from_json(lists)
        reader = Reader(words, json.loads(english))
        heads = {means for term, means in words.synonyms.items() if term != means}
        topics = Topics(words.topics, reader)
        return cls(lists, english, reader, topics, Corrector(reader, sorted(heads)))

    def _with(self, english: str) -> Self:
        """The same lists, and other foreign words: topics do not know which ones there are."""
        reader = self.reader.knowing(json.loads(english))
        return replace(
            self, english=english, reader=reader, corrector=self.corrector.reading_by(reader)
        )


_learnt_last: dict[str, Learnt] = {}  # by its lists, which most generations share


class Answers:
    """One generation, open for reading; it never changes, so that threads may share it.

    Raises `OSError`, `ValueError`, `KeyError` or `TypeError` when its files are not what they were.
    """

    def __init__(self, generation: Path) -> None:
        self.learnt = Learnt.from_generation(generation)
        self._searcher = tantivy.Index.open(str(generation)).searcher()
        self._schema = schema()
        self._reader, self._topics = self.learnt.reader, self.learnt.topics
        self._corrector = self.learnt.corrector
        self._suggester = Suggester(generation / "offers.json", self._reader)
        self._known: dict[str, int] = {}
        self._ranker = Ranker(self._reader, self.rarity)

    def rarity(self, feature: str) -> float:
        holders = self._holders(feature)
        rare = math.log(1 + self._searcher.num_docs / (1 + holders))
        return rare if holders else UNKNOWN * rare

    def _holders(self, feature: str) -> int:
        known = self._known.get(feature)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[feature] = self._searcher.doc_freq("features", feature)
        return known

    def suggest(self, prefix: str, limit: int) -> list[Suggestion]:
        """Names that what was typed so far may become."""
        return self._suggester.of(prefix, limit)

    def search(self, query: str, scope: Scope, limit: int, offset: int) -> Result:
        """Services that answer a question, best first; an empty question lists everything."""
        filters = self._filters(scope)
        found = self._reader.of_query(query, self._knows)
        if not found:
            return self._browse(filters, limit, offset)
        topics = self._topics.of_query(found)
        ask = Ask(self._wanted(found, topics), filters, scope.region)
        hits, count = self._candidates(ask)
        ranked = self._ranker.ranked(hits, found, topics, scope.region)
        if not ranked:
            return Result([], 0, self._corrector.nearest(query, self._suggester.texts), True)
        page = [hit.id for hit, _ in ranked[offset : offset + limit]]
        more = count - FAR if len(ranked) == len(hits) else 0
        if more > 0 and len(page) < limit:
            page += self._tail(ask, hits, limit - len(page), max(0, offset - len(ranked)))
        best = ranked[0][1]
        answers = [text for hit, _ in ranked[:5] for text in hit.texts[:1]]
        meant = self._corrector.meant(query, answers, self._knows)
        return Result(page, len(ranked) + max(0, more), meant, best < RELAXED)

    def _knows(self, feature: str) -> bool:
        return self._topics.knows(feature) or self._holders(feature) > 0

    def _filters(self, scope: Scope) -> list[Clause]:
        asked = {"audience": scope.audience, "theme": scope.theme, "authority": scope.authority}
        if scope.online_only:
            asked["online"] = "1"
        return [(Occur.Must, self._exactly(name, text)) for name, text in asked.items() if text]

    def _exactly(self, name: str, value: str, worth: float = 0.0) -> Query:
        return Query.const_score_query(Query.term_query(self._schema, name, value, "basic"), worth)

    def _wanted(self, found: Features, topics: dict[int, float]) -> Query:
        terms = [f for f in found if f[0] != "c" and self._holders(f)]
        terms = sorted(terms or [f for f in found if self._holders(f)], key=self._holders)[
            :MOST_TERMS
        ]
        clauses: list[Clause] = []
        for feature in terms:
            term = Query.term_query(self._schema, "features", feature, "basic")
            clauses.append((Occur.Should, Query.boost_query(term, WEIGHT[feature[0]])))
        for number, likeness in topics.items():
            if likeness > 0.2:
                clauses.append(
                    (Occur.Should, self._exactly("topic", f"t{number}", likeness * TOPIC_WORTH))
                )
        return Query.boolean_query(clauses)

    def _candidates(self, ask: Ask) -> tuple[list[Hit], int]:
        """The best of region and nation and the best of everywhere; how many there are at all."""
        sizes = [size for size in (2, 4, 6) if len(ask.region) >= size]
        places = dict.fromkeys(["", *(ask.region[:size].ljust(6, "0") for size in sizes)])
        near = Query.boolean_query(
            [(Occur.Should, self._exactly("region", place)) for place in places]
        )
        here = Query.boolean_query([(Occur.Must, ask.wanted), (Occur.Must, near), *ask.filters])
        everywhere = self._searcher.search(ask.anywhere, FAR)
        found: dict[tuple[int, int], Hit] = {}
        for _, address in (*self._searcher.search(here, NEAR).hits, *everywhere.hits):
            found.setdefault((address.segment_ord, address.doc), self._hit(address))
        return list(found.values()), everywhere.count  # type: ignore[attr-defined]

    def _tail(self, ask: Ask, seen: Sequence[Hit], limit: int, offset: int) -> list[str]:
        """What comes after the candidates, in the engine's own order."""
        ids = {hit.id for hit in seen}
        page = self._searcher.search(ask.anywhere, limit + NEAR, offset=FAR + offset)
        rest = (self._hit(address).id for _, address in page.hits)
        return [id_ for id_ in rest if id_ not in ids][:limit]

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        return Hit.read(self._searcher.doc(address)["shown"][0])

    def _browse(self, filters: Sequence[Clause], limit: int, offset: int) -> Result:
        everything = Query.boolean_query([(Occur.Must, Query.all_query()), *filters])
        page = self._searcher.search(everything, limit, order_by_field="weight", offset=offset)
        return Result([self._hit(address).id for _, address in page.hits], page.count)  # type: ignore[attr-defined]
