"""What people come for: the topics of a question, and of a service by its official name."""

import heapq
import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from sys import intern

from tongban.catalog.search.features import WEIGHT, Features, Measured, Reader
from tongban.catalog.search.text import normal
from tongban.catalog.search.words import Topic

ASIDE = re.compile(r"[(（][^)）]*[)）]|[\s\W]")

# Chosen by leaving every phrase out in turn and asking for it; see docs/decisions/0005-search.md.
UNKNOWN = 0.4  # what an unknown feature weighs
TOGETHER = 0.5  # the share of all phrases together against the best phrase alone
SUPPORT = 0.2  # what a second phrase adds
LEAST = 0.1  # the share of a question below which a phrase is not looked at
CANDIDATES = 40  # topics looked at closely


class Pattern:
    """The official words of a topic: all must be in a name, `|` gives a choice, `-` forbids."""

    def __init__(self, means: str, spell: Callable[[str], str] = normal) -> None:
        words = means.split()
        needs = (word.split("|") for word in words if not word.startswith("-"))
        self._needs = [[spell(choice) for choice in choices] for choices in needs]
        self._bars = [spell(word[1:]) for word in words if word.startswith("-")]

    @property
    def name(self) -> str:
        return "".join(choices[0] for choices in self._needs)

    @property
    def starts(self) -> set[str]:
        """Pairs of characters of which a name with this topic holds one; empty if unknown."""
        choices = max(self._needs, key=lambda words: min(map(len, words)), default=[""])
        return {word[:2] for word in choices} if min(map(len, choices)) > 1 else set()

    def strength(self, name: str, bare_length: int) -> float:
        """How much of the name the topic covers: 0 for another service, 1 for exactly this."""
        covered = 0
        for choices in self._needs:
            word = next((word for word in choices if word in name), None)
            if word is None:
                return 0.0
            covered += len(word)
        if any(bar in name for bar in self._bars):
            return 0.0
        return 0.6 + 0.4 * min(1.0, covered / max(1, bare_length))


class Topics:
    """All topics of a word list, with the phrases people use for them."""

    def __init__(self, topics: Sequence[Topic], reader: Reader) -> None:
        read: list[tuple[int, Features]] = []
        for number, topic in enumerate(topics):
            for phrase in (Pattern(topic.means).name, *topic.phrases):
                found = reader.of_phrase(phrase)
                read.append((number, {intern(each): worth for each, worth in found.items()}))
        seen = {(number, feature) for number, found in read for feature in found}
        counts = Counter(feature for _, feature in seen)
        self._count = len(topics)
        self._rarity = {f: math.log(1 + self._count / count) for f, count in counts.items()}
        self._features: list[set[str]] = [set() for _ in topics]
        self._numbers = array("H", [number for number, _ in read])
        self._lengths = [Measured(found, self.rarity).lengths for _, found in read]
        self._holding: dict[str, array[int]] = {}
        for place, (number, found) in enumerate(read):
            self._features[number].update(found)
            for feature in found:
                self._holding.setdefault(feature, array("I")).append(place)
        self._spellings = (Spelling(topics, normal), Spelling(topics, reader.official))
        self.of_name = lru_cache(maxsize=20_000)(self._of_name)

    def rarity(self, feature: str) -> float:
        """How telling a feature is; one that no phrase has says little, whatever it is."""
        return self._rarity.get(feature) or UNKNOWN * math.log(1 + self._count)

    def knows(self, feature: str) -> bool:
        return feature in self._rarity

    def of_query(self, found: Features, limit: int = 8) -> dict[int, float]:
        """The topics most like a question, with how like they are."""
        query = Measured(found, self.rarity)
        alike: dict[int, list[float]] = {}
        least = LEAST * query.size
        for place, both in self._shared(query).items():
            if both.real < least:
                continue
            likeness = query.alike(both.real, both.imag, self._lengths[place])
            alike.setdefault(self._numbers[place], []).append(likeness)
        likely = heapq.nlargest(CANDIDATES, alike, key=lambda number: max(alike[number]))
        scores = {number: self._score(number, query, alike[number]) for number in likely}
        return dict(heapq.nlargest(limit, scores.items(), key=lambda each: each[1]))

    def _shared(self, query: Measured) -> dict[int, complex]:
        """For each phrase, how much of the question it holds, and how much of itself that is.

        One complex number per phrase carries both sums: one look-up instead of two.
        """
        sums: dict[int, complex] = {}
        for feature, value in query.values.items():
            worth = WEIGHT[feature[0]] * self.rarity(feature)
            both = complex(value * value, worth * worth)
            for place in self._holding.get(feature, ()):
                sums[place] = sums.get(place, 0) + both
        return sums

    def _score(self, number: int, query: Measured, alike: list[float]) -> float:
        """The best phrase decides, a second supports it, all of them together cover the rest."""
        best, second, *_ = (*heapq.nlargest(2, alike), 0.0)
        both = (1 - TOGETHER) * best + TOGETHER * query.share_in(self._features[number])
        return 1 - (1 - both) * (1 - SUPPORT * second)

    def _of_name(self, name: str) -> tuple[tuple[int, float], ...]:
        """A name may spell its words out or shorten them; the better reading counts."""
        found: dict[int, float] = {}
        for spelling in self._spellings:
            for number, strength in spelling.topics_of(name):
                found[number] = max(found.get(number, 0.0), strength)
        return tuple(sorted(found.items()))


class Spelling:
    """The patterns of all topics, spelt one way, and quick to compare with a name."""

    def __init__(self, topics: Sequence[Topic], spell: Callable[[str], str]) -> None:
        self._spell = spell
        self._patterns = [Pattern(topic.means, spell) for topic in topics]
        self._starting: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for start in pattern.starts:
                self._starting.setdefault(start, []).append(number)
        self._anywhere = [n for n, pattern in enumerate(self._patterns) if not pattern.starts]

    def topics_of(self, name: str) -> Iterator[tuple[int, float]]:
        spelt = self._spell(name)
        bare = len(ASIDE.sub("", spelt))
        numbers = set(self._anywhere)
        for first, second in pairwise(spelt):
            numbers.update(self._starting.get(first + second, ()))
        for number in numbers:
            strength = self._patterns[number].strength(spelt, bare)
            if strength:
                yield number, strength
