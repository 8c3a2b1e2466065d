"""Learning from examples what kind of request a text is: a small linear model, pure Python.

Few hundred examples and a few thousand features fit in well under a second, so the model is made
where it is needed from data that people can read, and never shipped as numbers nobody can.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Features = Mapping[str, float]
Words = Mapping[str, Sequence[str]]

ROUNDS: Final = 12
PACE: Final = 0.5
SHRINK: Final = 0.01
EARLY: Final = 6  # characters: what a text begins with says most
ASKS = ("?", "？", "吗")


@dataclass(frozen=True)
class Cues:
    """Words that point to a kind, and words by which a text says itself what it is."""

    points: Words
    says: Words


@dataclass
class Kinds:
    """What was learned: for each kind a weight of every feature."""

    cues: Cues
    weights: dict[str, dict[str, float]] = field(default_factory=dict)

    def chances(self, text: str) -> dict[str, float]:
        """How likely each kind is; together one."""
        seen = features(text, self.cues)
        scores = {kind: _score(weights, seen) for kind, weights in self.weights.items()}
        return softmax(scores)


def learned(examples: Iterable[tuple[str, str]], cues: Cues) -> Kinds:
    """Logistic regression over texts and their kinds; the same examples give the same model."""
    data = [(features(text, cues), kind) for text, kind in examples]
    kinds = sorted({kind for _seen, kind in data})
    weights: dict[str, dict[str, float]] = {kind: defaultdict(float) for kind in kinds}
    order = random.Random(1)  # noqa: S311  it shuffles examples
    for turn in range(ROUNDS):
        order.shuffle(data)
        pace = PACE / (1 + 0.1 * turn)
        for seen, kind in data:
            _step(weights, seen, kind, pace)
    return Kinds(cues, {kind: dict(found) for kind, found in weights.items()})


def _step(weights: dict[str, dict[str, float]], seen: Features, kind: str, pace: float) -> None:
    chances = softmax({each: _score(found, seen) for each, found in weights.items()})
    for each, found in weights.items():
        wrong = (each == kind) - chances[each]
        for name, value in seen.items():
            found[name] += pace * (wrong * value - SHRINK * found[name])


def features(text: str, cues: Cues) -> dict[str, float]:
    """Single and double characters, cue words, and whether it ends as a question."""
    signs = set(grams(text))
    each = 1 / math.sqrt(len(signs) or 1)
    found = dict.fromkeys(sorted(signs), each)
    for kind, words in cues.points.items():
        hits = sum(word in text for word in words)
        if hits:
            found[f"points:{kind}"] = min(hits, 3) / 2
    for kind, words in cues.says.items():
        places = [text.find(word) for word in words if word in text]
        if places:
            found[f"says:{kind}"] = 2.0
            if min(places) < EARLY:
                found[f"begins:{kind}"] = 1.0
    if text.rstrip("。.！! ").endswith(ASKS):
        found["asks"] = 1.0
    found["always"] = 0.5
    return found


def grams(text: str) -> list[str]:
    """Every character and every pair of neighbours, punctuation left out."""
    plain = "".join(sign for sign in text.lower() if sign.isalnum())
    return [*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))]


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    most = max(scores.values())
    raised = {name: math.exp(score - most) for name, score in scores.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def _score(weights: Mapping[str, float], seen: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in seen.items())
