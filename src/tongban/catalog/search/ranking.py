"""Puts candidates in order: like the question, like its topics, here, doable rather than listed."""

import math
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from tongban.catalog.search.features import Features, Measured, Reader

BETWEEN = "\x1f"
# Chosen by leaving everyday phrases out in turn; see docs/decisions/0005-search.md.
BY_TOPIC = 0.9
BY_NAME = 0.7
EXACT = 0.97
CERTAIN = 0.96
FLOOR = 0.08  # below it, nothing but chance is alike
TAIL = 0.2  # of the best score: further down nobody looks

ONLINE = 1.03  # what can be done here goes before its look-alikes that are only listed
HERE = 1.02  # the region's own before the nation's
ELSEWHERE = 0.6
BUNDLE = 0.93  # most people want one thing, not the whole bundle


@dataclass(frozen=True)
class Hit:
    """A candidate as it is stored in the index."""

    id: str
    region: str
    online: bool
    weight: float
    topics: dict[int, float]
    texts: tuple[str, ...]

    @classmethod
    def read(cls, shown: bytes) -> Self:
        id_, region, online, weight, linked, *texts = shown.decode().split(BETWEEN)
        topics = (pair.split(":") for pair in linked.split())
        return cls(
            id_,
            region,
            bool(online),
            float(weight),
            {int(number): float(strength) for number, strength in topics},
            tuple(texts),
        )


class Ranker:
    """Compares candidates with a question."""

    def __init__(self, reader: Reader, rarity: Callable[[str], float]) -> None:
        self._reader = reader
        self._rarity = rarity
        self._measured = lru_cache(maxsize=20_000)(self._measure)

    def ranked(
        self, hits: list[Hit], found: Features, topics: dict[int, float], region: str
    ) -> list[tuple[Hit, float]]:
        query = Measured(found, self._rarity)
        likes: dict[tuple[str, ...], float] = {}  # many regions share one face
        for hit in hits:
            if hit.texts not in likes:
                likes[hit.texts] = self._like(hit.texts, query)
        scored = [(hit, self._score(hit, likes[hit.texts], topics, region)) for hit in hits]
        least = max(FLOOR, TAIL * max((score for _, score in scored), default=0.0))
        scored = [(hit, score) for hit, score in scored if score > least]
        scored.sort(key=lambda each: (-each[1], each[0].id))
        return scored

    def _like(self, texts: tuple[str, ...], query: Measured) -> float:
        readable = (text for text in texts if text and _may_match(text, query.lengths))
        return max((query.likeness(self._measured(text)) for text in readable), default=0.0)

    def _score(self, hit: Hit, like: float, topics: dict[int, float], region: str) -> float:
        topic = max((_linked(topics.get(n, 0.0), s) for n, s in hit.topics.items()), default=0.0)
        score = 1 - (1 - _sure(like, BY_NAME)) * (1 - _sure(topic, BY_TOPIC))
        if hit.online:
            score *= ONLINE
        if "一件事" in hit.texts[0]:
            score *= BUNDLE
        return score * self._nearness(hit.region, region) * hit.weight

    def _nearness(self, region: str, wanted: str) -> float:
        if not region:
            return 1.0
        if wanted and wanted.startswith(region.rstrip("0")):
            return HERE
        return ELSEWHERE

    def _measure(self, text: str) -> Measured:
        return Measured(self._reader.of_text(text), self._rarity)


def _may_match(text: str, groups: Container[str]) -> bool:
    """Whether a text is in a script that the question is in; reading it costs."""
    if text.isascii():
        return "e" in groups
    if "\uac00" <= text[0] <= "\ud7a3":
        return "k" in groups
    return "h" in groups or "s" in groups or "i" in groups or "e" in groups


def _linked(likeness: float, strength: float) -> float:
    """A topic that is hit exactly counts in full, however much else the name says."""
    return likeness * math.sqrt(strength) ** (1 - likeness) if likeness < EXACT else 1.0


def _sure(likeness: float, share: float) -> float:
    """What is asked word for word is as good as certain; anything less counts by its share."""
    return CERTAIN if likeness >= EXACT else likeness * share
