"""What people come for: finds the topics of a question, and the topics of a service by its official name."""

import heapq
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tongban.catalog.search.features import Features, Measured, Reader
from tongban.catalog.search.text import normal
from tongban.catalog.search.words import Topic

ASIDE = re.compile(r"[(（][^)）]*[)）]|[\s\W]")


class Pattern:
    """The official words of a topic: all must be in a name, `|` gives a choice, `-` forbids."""

    def __init__(self, means: str) -> None:
        words = normal(means).split()
        self._needs = [word.split("|") for word in words if not word.startswith("-")]
        self._bars = [word[1:] for word in words if word.startswith("-")]

    @property
    def name(self) -> str:
        return "".join(choices[0] for choices in self._needs)

    def strength(self, name: str, bare_length: int) -> float:
        """How much of the name the topic covers: 0 for a different service, 1 for exactly this one."""
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
        self._patterns = [Pattern(topic.means) for topic in topics]
        read: list[tuple[int, Features]] = []
        for number, topic in enumerate(topics):
            for phrase in (self._patterns[number].name, *topic.phrases):
                read.append((number, reader.of_query(phrase) | reader.of_text(phrase)))
        seen = {(number, feature) for number, found in read for feature in found}
        counts = Counter(feature for _, feature in seen)
        self._count = len(topics)
        self._rarity = {f: math.log(1 + self._count / count) for f, count in counts.items()}
        self._phrases = [(number, Measured(found, self.rarity)) for number, found in read]
        self._holding: dict[str, list[int]] = {}
        for place, (_, phrase) in enumerate(self._phrases):
            for feature in phrase.values:
                self._holding.setdefault(feature, []).append(place)
        self.of_name = lru_cache(maxsize=50_000)(self._of_name)

    def rarity(self, feature: str) -> float:
        return self._rarity.get(feature) or math.log(1 + self._count)

    def of_query(self, found: Features, limit: int = 8) -> dict[int, float]:
        """The topics most like a question, with how like they are."""
        query = Measured(found, self.rarity)
        touched: Counter[int] = Counter()
        for feature, value in query.values.items():
            for place in self._holding.get(feature, ()):
                touched[place] += value  # type: ignore[assignment]
        best: dict[int, float] = {}
        for place, _ in touched.most_common(150):
            number, phrase = self._phrases[place]
            best[number] = max(best.get(number, 0.0), query.likeness(phrase))
        return dict(heapq.nlargest(limit, best.items(), key=lambda each: each[1]))

    def _of_name(self, name: str) -> tuple[tuple[int, float], ...]:
        plain = normal(name)
        bare = len(ASIDE.sub("", plain))
        strengths = ((n, pattern.strength(plain, bare)) for n, pattern in enumerate(self._patterns))
        return tuple((number, strength) for number, strength in strengths if strength)
