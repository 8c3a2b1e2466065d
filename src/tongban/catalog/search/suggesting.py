"""Suggestions while typing: names by how any of their words begins, also in pinyin or initials."""

import heapq
import json
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from tongban.catalog.search.cutting import cut_for_search
from tongban.catalog.search.entries import Entry, Suggestion
from tongban.catalog.search.features import Reader
from tongban.catalog.search.text import RUN, normal

MOST = 10_000  # distinct texts; what is offered while typing need not be everything
LATER = 0.5  # a name whose later word begins so is worth half of one that itself begins so


class Offers:
    """Collects the texts worth suggesting while an index is built."""

    def __init__(self) -> None:
        self._best: dict[str, tuple[float, str]] = {}

    def add(self, entry: Entry) -> None:
        worth = entry.weight * (2.0 if entry.online else 1.0) * (0.5 if entry.region else 1.0)
        for text in (*entry.names.values(), *entry.aliases):
            known = self._best.get(text)
            better = known[0] < worth if known else len(self._best) < MOST
            if text and better:
                self._best[text] = (worth, entry.id)

    def save(self, path: Path) -> None:
        rows = [(text, worth, id_) for text, (worth, id_) in self._best.items()]
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


class Suggester:
    """Finds texts by what has been typed of them so far."""

    def __init__(self, path: Path, reader: Reader) -> None:
        self._rows: list[tuple[str, float, str]] = [
            (text, worth, id_) for text, worth, id_ in json.loads(path.read_text(encoding="utf-8"))
        ]
        self._reader = reader
        self.texts = [text for text, _, _ in self._rows]
        keys: list[tuple[str, int, float]] = []
        for number, (text, worth, _) in enumerate(self._rows):
            keys.extend((key, number, worth * share) for key, share in self._keys(normal(text)))
        keys.sort()
        self._keys_sorted = [key for key, _, _ in keys]
        self._places = [(number, worth) for _, number, worth in keys]

    def of(self, prefix: str, limit: int) -> list[Suggestion]:
        """The best texts that begin so, each service once."""
        wanted = plain(self._reader.corrected(prefix))
        best: dict[int, float] = {}
        at = bisect_left(self._keys_sorted, wanted) if wanted else len(self._keys_sorted)
        while at < len(self._keys_sorted) and self._keys_sorted[at].startswith(wanted):
            number, worth = self._places[at]
            best[number] = max(best.get(number, 0.0), worth)
            at += 1
        ranked = heapq.nsmallest(
            limit * 4, best, key=lambda n: (-best[n], len(self._rows[n][0]), self._rows[n][0])
        )
        offered: dict[str, Suggestion] = {}
        for number in ranked:
            text, _, id_ = self._rows[number]
            offered.setdefault(id_, Suggestion(text, id_))
        return list(offered.values())[:limit]

    def _keys(self, text: str) -> Iterator[tuple[str, float]]:
        flat = plain(text)
        starts = {0}
        for word in cut_for_search(flat) if not flat.isascii() else ():
            starts.add(max(0, flat.find(word)))
        said = [
            syllable
            for match in RUN.finditer(flat)
            for syllable in (
                self._reader.voice.syllables(match.group(1)) if match.group(1) else match.group()
            )
        ]
        for start in sorted(starts):
            share = 1.0 if start == 0 else LATER
            yield flat[start:], share
            if len(said) == len(flat) and not flat.isascii():
                yield "".join(said[start:]), share
                yield "".join(syllable[0] for syllable in said[start:]), share


def plain(text: str) -> str:
    """A text without spaces and punctuation."""
    return "".join(match.group() for match in RUN.finditer(text))
