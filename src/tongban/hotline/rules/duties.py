"""Whose business a text is: words of duties, and how texts about them look."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tongban.hotline.rules.learning import grams, softmax

LONGER_COUNTS_MORE: Final = 1.3
LIKENESS: Final = 0.1  # of the look of a text, against the words that it names
UNSEEN: Final = 0.1
WARMTH: Final = 1.6  # how sure a lead makes


@dataclass(frozen=True)
class Duties:
    """The words of every authority's duties, and the signs of texts that were theirs.

    Naive Bayes over single and double characters, worked out so far that a text costs microseconds:
    `starts` is what an authority has before the first sign, `each` what every sign adds, and
    `more` what a sign adds to those whose texts had it.
    """

    owners: Mapping[str, Sequence[str]]  # of each word, the authorities that use it
    longest: int
    starts: Mapping[str, float]
    each: Mapping[str, float]
    more: Mapping[str, Mapping[str, float]]

    def chances(self, text: str) -> dict[str, float]:
        """How likely each authority is to answer for it; together one."""
        scores = self._looks(text)
        most = max(scores.values(), default=0.0)
        scores = {code: LIKENESS * (score - most) for code, score in scores.items()}
        named = self.named(text)
        for word in named:
            for code in self.owners[word]:
                scores[code] += len(word) ** LONGER_COUNTS_MORE / len(self.owners[word])
        return softmax({code: score * WARMTH for code, score in scores.items()})

    def hits(self, code: str, text: str) -> list[str]:
        """The words of an authority's duties that the text names."""
        return [word for word in self.named(text) if code in self.owners[word]]

    def named(self, text: str) -> list[str]:
        """Every word of duties in the text; within one authority the longest stands for all."""
        found = {
            text[start : start + length]
            for start in range(len(text))
            for length in range(1, self.longest + 1)
        } & self.owners.keys()
        return sorted(word for word in found if not self._is_part(word, found))

    def _is_part(self, word: str, found: set[str]) -> bool:
        owners = set(self.owners[word])
        return any(word in o and word != o and owners & set(self.owners[o]) for o in found)

    def _looks(self, text: str) -> dict[str, float]:
        signs = grams(text)
        scores = {code: self.starts[code] + len(signs) * self.each[code] for code in self.starts}
        for sign in signs:
            for code, more in self.more.get(sign, {}).items():
                scores[code] += more
        return scores


def duties(words: Mapping[str, Sequence[str]], examples: Iterable[tuple[str, str]]) -> Duties:
    """From the words of each authority, and texts that belonged to one."""
    signs: dict[str, Counter[str]] = defaultdict(Counter)
    texts: Counter[str] = Counter()
    for text, code in [*((" ".join(w), code) for code, w in words.items()), *examples]:
        signs[code].update(grams(text))
        texts[code] += 1
    owners: dict[str, list[str]] = defaultdict(list)
    for code, found in words.items():
        for word in dict.fromkeys(found):
            owners[word].append(code)
    kinds = len({sign for found in signs.values() for sign in found})
    wholes = {code: math.log(found.total() + UNSEEN * kinds) for code, found in signs.items()}
    return Duties(
        owners=dict(owners),
        longest=max(map(len, owners), default=0),
        starts={code: math.log(count / texts.total()) for code, count in texts.items()},
        each={code: math.log(UNSEEN) - whole for code, whole in wholes.items()},
        more=_more(signs),
    )


def _more(signs: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, float]]:
    more: dict[str, dict[str, float]] = defaultdict(dict)
    for code, found in signs.items():
        for sign, count in found.items():
            more[sign][code] = math.log((count + UNSEEN) / UNSEEN)
    return dict(more)
