"""Any text in one form: half-width, lower case, simplified, split where the script changes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache

import opencc
import tantivy

LONGEST_QUERY = 200  # characters; what people type is shorter, what attackers type is not

RUN = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff]+)|([\uac00-\ud7a3]+)|([a-z0-9]+)")


class Script(Enum):
    HAN = 1
    HANGUL = 2
    LATIN = 3


_SIMPLIFIER = opencc.OpenCC("t2s")
_STEMMER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def normal(text: str) -> str:
    """The text in half-width lower-case letters and simplified characters."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("'", "")
    return plain if plain.isascii() else str(_SIMPLIFIER.convert(plain))


def runs(text: str) -> Iterator[tuple[Script, str]]:
    """The stretches of one script in a normal text, punctuation and spaces left out."""
    for match in RUN.finditer(text):
        yield Script(match.lastindex or 0), match.group()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its ending: licences and licence are one word."""
    stems = _STEMMER.analyze(word)
    return stems[0] if stems else word


class Rewriter:
    """Replaces known words in a stretch of characters, the longest first."""

    def __init__(self, replacements: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(replacements, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append((word, replacements[word]))

    def pieces(self, text: str, gap: str = "") -> list[tuple[str, bool]]:
        """The text in pieces, and whether each is a known word; `gap` stands for removed ones."""
        found: list[tuple[str, bool]] = []
        start = at = 0
        while at < len(text):
            for word, replacement in self._by_first.get(text[at], ()):
                if text.startswith(word, at):
                    if start < at:
                        found.append((text[start:at], False))
                    if replacement or gap:
                        found.append((replacement or gap, True))
                    at += len(word)
                    start = at
                    break
            else:
                at += 1
        if start < at:
            found.append((text[start:at], False))
        return found

    def split(self, text: str) -> list[str]:
        """The text without the words replaced by nothing, parted where they stood."""
        parts = [""]
        for piece, _ in self.pieces(text, gap="\n"):
            if piece == "\n":
                parts.append("")
            else:
                parts[-1] += piece
        return [part for part in parts if part]

    def rewritten(self, text: str) -> str:
        return "".join(piece for piece, _ in self.pieces(text))


class PhraseTable:
    """Finds known phrases of several English words."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._means = {
            tuple(stem(word) for word in phrase.split()): means for phrase, means in phrases.items()
        }
        self._longest = max((len(key) for key in self._means), default=0)

    def found_in(self, stems: Sequence[str]) -> Iterator[str]:
        """What the known phrases in these words mean, from the left, the longest first."""
        at = 0
        while at < len(stems):
            for length in range(min(self._longest, len(stems) - at), 0, -1):
                means = self._means.get(tuple(stems[at : at + length]))
                if means is not None:
                    yield means
                    at += length
                    break
            else:
                at += 1
