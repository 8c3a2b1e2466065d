"""The reading side: opens the folder, answers questions, and notices when a new index was swapped in."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Occur, Query

from tongban.catalog.search import folder as generations
from tongban.catalog.search.building import schema
from tongban.catalog.search.entries import IndexMissing, Result, Suggestion
from tongban.catalog.search.features import WEIGHT, Features, Measured, Reader
from tongban.catalog.search.ranking import Hit, Ranker
from tongban.catalog.search.suggesting import Suggester
from tongban.catalog.search.topics import UNKNOWN, Topics
from tongban.catalog.search.words import Words

NEAR = 80  # candidates taken from the region and the nation
FAR = 80  # candidates taken from everywhere
MOST_TERMS = 24
TOPIC_WORTH = 40.0  # a topic that fits outweighs any single word

Clause = tuple[Occur, Query]


class Index:
    """A search index open for reading; safe to keep for the life of a process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens the index in a folder; IndexMissing when there is none or it is damaged."""
        return cls(folder)

    def reload_if_changed(self) -> bool:
        """Takes up a newer index if there is one; IndexMissing when the folder was deleted."""
        if generations.stamp(self._folder) == self._stamp:
            return False
        self._open()
        return True

    def _open(self) -> None:
        self._stamp = generations.stamp(self._folder)
        generation = generations.current(self._folder)
        try:
            index = tantivy.Index.open(str(generation))
            words = Words.from_json((generation / "words.json").read_text(encoding="utf-8"))
            english = json.loads((generation / "english.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMissing(f"no usable search index in {self._folder}") from error
        self._schema = schema()
        self._searcher = index.searcher()
        self._reader = Reader(words, english)
        self._topics = Topics(words.topics, self._reader)
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

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Names that what was typed so far may become."""
        return self._suggester.of(prefix, limit)

    def search(
        self,
        query: str,
        region: str = "",
        audience: str = "",
        online_only: bool = False,
        theme: str = "",
        authority: str = "",
        limit: int = 20,
        offset: int = 0,
    ) -> Result:
        """Services that answer a question, best first; an empty question lists everything."""
        filters = self._filters(
            audience=audience, theme=theme, authority=authority, online_only=online_only
        )
        found = self._reader.of_query(query)
        if not found:
            return self._browse(filters, limit, offset)
        topics = self._topics.of_query(found)
        wanted = self._wanted(found, topics)
        hits, count = self._candidates(wanted, filters, region)
        ranked = self._ranker.ranked(hits, found, topics, region)
        ids = [hit.id for hit, _ in ranked][offset : offset + limit]
        total = len(ranked) + max(0, count - FAR)
        best = ranked[0][1] if ranked else 0.0
        return Result(ids, total if ranked else 0, None, best < 0.3)

    def _filters(
        self, *, audience: str, theme: str, authority: str, online_only: bool
    ) -> list[Clause]:
        asked = {"audience": audience, "theme": theme, "authority": authority}
        if online_only:
            asked["online"] = "1"
        return [(Occur.Must, self._exactly(name, value)) for name, value in asked.items() if value]

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

    def _candidates(
        self, wanted: Query, filters: Sequence[Clause], region: str
    ) -> tuple[list[Hit], int]:
        places = [
            "",
            *(region[:size] + "0" * (6 - size) for size in (2, 4, 6) if len(region) >= size),
        ]
        near = Query.boolean_query(
            [(Occur.Should, self._exactly("region", place)) for place in dict.fromkeys(places)]
        )
        found: dict[tuple[int, int], Hit] = {}
        here = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, near), *filters])
        anywhere = Query.boolean_query([(Occur.Must, wanted), *filters])
        everywhere = self._searcher.search(anywhere, FAR)
        for _, address in (*self._searcher.search(here, NEAR).hits, *everywhere.hits):
            found.setdefault((address.segment_ord, address.doc), self._hit(address))
        return list(found.values()), everywhere.count  # type: ignore[attr-defined]

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        return Hit.read(self._searcher.doc(address)["shown"][0])

    def _browse(self, filters: Sequence[Clause], limit: int, offset: int) -> Result:
        everything = Query.boolean_query([(Occur.Must, Query.all_query()), *filters])
        page = self._searcher.search(everything, limit, order_by_field="weight", offset=offset)
        return Result([self._hit(address).id for _, address in page.hits], page.count)  # type: ignore[attr-defined]
