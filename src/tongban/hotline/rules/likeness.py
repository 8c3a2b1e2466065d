"""How alike two texts are: for finding repeats, and requests that have one cause."""

from collections import Counter
from collections.abc import Mapping

from tongban.hotline.rules.learning import grams

ALIKE = 0.45
COMMON = frozenset("的了是在我有不一个这人们也都就和很到说要去你会着没看好自己吗请问")


def shape(text: str) -> Mapping[str, int]:
    """A text as a bag of pairs of characters; words that every text has count for nothing."""
    return Counter(g for g in grams(text) if len(g) > 1 and not set(g) <= COMMON)


def likeness(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """From 0, nothing in common, to 1, the same."""
    both = sum(min(count, other.get(gram, 0)) for gram, count in one.items())
    whole = sum(one.values()) + sum(other.values())
    return 2 * both / whole if whole else 0.0
