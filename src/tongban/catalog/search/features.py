"""Reads a text into features: words, pairs of characters, of sounds, of initials, foreign words.

A feature is a string whose first letter names its channel: `w` word, `b` pair of characters,
`c` character, `s` pair of sounds, `i` pair of initials, `e` English word, `k` pair of Korean
syllables.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import Self

from rapidfuzz import fuzz, process

from tongban.catalog.search.cutting import cut_for_search
from tongban.catalog.search.sounds import Voice, is_pinyin, muffled, spelled
from tongban.catalog.search.text import (
    LONGEST_QUERY,
    PhraseTable,
    Rewriter,
    Script,
    normal,
    runs,
    stem,
)
from tongban.catalog.search.words import Words

WEIGHT = {"w": 0.8, "b": 0.8, "c": 0.5, "s": 0.45, "i": 0.45, "e": 1.0, "k": 0.7}
GROUP = {"w": "h", "b": "h", "c": "h", "s": "s", "i": "i", "e": "e", "k": "k"}
ASKED = 0.7  # what a question leaves unanswered counts more than what a name says besides
TRANSLATED = 0.7  # what a foreign word means counts less than the word itself

BY_EAR = 1.0  # a sound that was typed as letters, or whose characters make no word we know
LONGEST_INITIALS = 6

Features = dict[str, float]


class Reader:
    """Turns texts of the catalogue and questions of people into the same features."""

    def __init__(self, words: Words, english: Iterable[str] = ()) -> None:
        synonyms = {normal(term): normal(means) for term, means in words.synonyms.items()}
        self._synonyms = Rewriter(
            {term: means for term, means in synonyms.items() if not term.isascii()}
        )
        self._phrases = PhraseTable(
            {term: means for term, means in synonyms.items() if term.isascii()}
        )
        self._traditional = Rewriter(dict(words.traditional))
        self._homophones = Rewriter(
            {normal(bad): normal(good) for bad, good in words.homophones.items()}
        )
        stops = [normal(word) for word in words.stopwords]
        kept = {term: term for term in synonyms if not term.isascii()}
        self._stops = Rewriter({word: "" for word in stops if not word.isascii()} | kept)
        self._english_stops = frozenset(stem(word) for word in stops if word.isascii())
        self.voice = Voice(words.readings)
        terms = (word for term in synonyms if term.isascii() for word in term.split())
        self._english_terms = frozenset(terms)
        self._know(english)

    def knowing(self, english: Iterable[str]) -> Self:
        """One that reads alike and knows just these foreign words."""
        other = copy(self)
        other._know(english)
        return other

    def _know(self, english: Iterable[str]) -> None:
        self.words = self._english_terms.union(english)
        self.english = frozenset(map(stem, self.words))
        self._spellings = [word for word in self.words if len(word) > 3]

    def simplified(self, text: str) -> str:
        return normal(self._traditional.rewritten(text[:LONGEST_QUERY]))

    def corrected(self, text: str) -> str:
        """What was typed, simplified and with common slips of the ear put right."""
        return self._homophones.rewritten(self.simplified(text))

    def official(self, text: str) -> str:
        """The text with every known word in its one usual form."""
        return self._synonyms.rewritten(normal(text))

    def of_phrase(self, text: str) -> Features:
        """The features of an everyday phrase, without the words that every question has."""
        kept = (piece for _, run in runs(normal(text)) for piece in self._kept(run))
        return self.of_text(" ".join(kept))

    def of_text(self, text: str) -> Features:
        """The features of a name or an alias."""
        found: Features = {}
        latin: list[str] = []
        for script, run in runs(normal(text)):
            if script is Script.HAN:
                self._han(found, run, WEIGHT)
                self._sounds(found, self.voice.syllables(run))
            elif script is Script.HANGUL:
                self._korean(found, run)
            else:
                latin.append(run)
        self._english(found, latin)
        return found

    def of_query(self, text: str, known: Callable[[str], bool] = lambda _: True) -> Features:
        """The features of what somebody typed; letters may be English, pinyin or initials.

        A pair of characters that nothing holds was typed by ear: there its sound counts more.
        """
        typed = self.corrected(text)
        found: Features = {}
        latin: list[str] = []
        for script, run in runs(typed):
            if script is Script.HAN:
                for kept in self._kept(run):
                    self._han(found, kept, WEIGHT)
                    self._heard(found, self.voice.syllables(kept))
                    self._by_ear(found, kept, known)
            elif script is Script.HANGUL:
                self._korean(found, run)
            else:
                latin.append(run)
        self._letters(found, latin)
        return found or self.of_text(text[:LONGEST_QUERY])

    def _kept(self, run: str) -> list[str]:
        return self._stops.split(run) or [run]

    def _han(
        self, found: Features, run: str, weight: Mapping[str, float], share: float = 1.0
    ) -> None:
        pieces = self._synonyms.pieces(run)
        for piece, known in pieces:
            if known:
                _add(found, f"w{piece}", weight["w"] * share)
            for word in cut_for_search(piece):
                if len(word) > 1:
                    _add(found, f"w{word}", weight["w"] * share)
        plain = "".join(piece for piece, _ in pieces)
        for first, second in pairwise(plain):
            _add(found, f"b{first}{second}", weight["b"] * share)
        for character in plain:
            _add(found, f"c{character}", weight["c"] * share)
        if plain != run:
            self._sounds(found, self.voice.syllables(plain))

    def _sounds(self, found: Features, said: Sequence[str]) -> None:
        self._heard(found, said)
        for first, second in pairwise(said):
            _add(found, f"i{first[0]}{second[0]}", WEIGHT["i"])

    def _heard(self, found: Features, said: Sequence[str]) -> None:
        for first, second in pairwise(said):
            _add(found, f"s{muffled(first)}.{muffled(second)}", WEIGHT["s"])

    def _by_ear(self, found: Features, run: str, known: Callable[[str], bool]) -> None:
        said = [muffled(syllable) for syllable in self.voice.syllables(run)]
        for at in range(len(run) - 1):
            if not known(f"b{run[at : at + 2]}") and known(sound := f"s{said[at]}.{said[at + 1]}"):
                found[sound] = BY_EAR

    def _korean(self, found: Features, run: str) -> None:
        for first, second in pairwise(run):
            _add(found, f"k{first}{second}", WEIGHT["k"])
        for piece, known in self._synonyms.pieces(run):
            if known:
                self._meaning(found, piece)

    def _english(self, found: Features, tokens: Sequence[str]) -> None:
        stems = [word for word in map(stem, tokens) if word not in self._english_stops]
        for word in stems:
            _add(found, f"e{word}", WEIGHT["e"])
        for means in self._phrases.found_in(stems):
            self._meaning(found, means)

    def _meaning(self, found: Features, means: str) -> None:
        for script, run in runs(means):
            if script is Script.HAN:
                self._han(found, run, WEIGHT, TRANSLATED)
            elif script is Script.LATIN:
                _add(found, f"e{stem(run)}", WEIGHT["e"] * TRANSLATED)

    def _letters(self, found: Features, tokens: Sequence[str]) -> None:
        """Letters are known English, else pinyin, else initials, else misspelt English."""
        english = [token for token in tokens if self.is_english(token)]
        sentence = len(english) * 2 > len(tokens)
        words: list[str] = []
        pieces: list[str] = []
        for token in tokens:
            known = self.is_english(token)
            if known:
                words.append(token)
            if _is_said(token, known=known, sentence=sentence):
                pieces.extend(spelled(token))
            if not known and not is_pinyin(token):
                words.append(self.nearest(token))
                if len(token) <= LONGEST_INITIALS:
                    self._initials(found, token)
        self._english(found, words)
        for first, second in pairwise(pieces):
            if len(first) > 1 and len(second) > 1:
                _add(found, f"s{muffled(first)}.{muffled(second)}", BY_EAR)
            else:
                _add(found, f"i{first[0]}{second[0]}", BY_EAR)

    def _initials(self, found: Features, token: str) -> None:
        for first, second in pairwise(token):
            if first.isalpha() and second.isalpha():
                _add(found, f"i{first}{second}", BY_EAR)

    def is_english(self, token: str) -> bool:
        return stem(token) in self.english or stem(token) in self._english_stops

    def nearest(self, token: str) -> str:
        """The known English word that was probably meant."""
        if len(token) < 5 or self.is_english(token) or not token.isascii():
            return token
        near = process.extractOne(token, self._spellings, scorer=fuzz.ratio, score_cutoff=80)
        return near[0] if near else token


def _is_said(token: str, *, known: bool, sentence: bool) -> bool:
    """Whether letters are read as pinyin; a short English word is not in an English sentence."""
    if not token.isalpha():
        return False
    return is_pinyin(token) and (not sentence or len(spelled(token)) > 1) if known else True


class Measured:
    """The features of a text with their weights and lengths, ready to compare."""

    __slots__ = ("lengths", "size", "values")

    def __init__(self, found: Features, rarity: Callable[[str], float]) -> None:
        self.values = {feature: weight * rarity(feature) for feature, weight in found.items()}
        self.lengths: dict[str, float] = {}
        for feature, value in self.values.items():
            group = GROUP[feature[0]]
            self.lengths[group] = self.lengths.get(group, 0.0) + value * value
        self.size = sum(self.lengths.values())

    def likeness(self, other: "Measured") -> float:
        """How much of this question that text holds, and how little else; from 0 to 1."""
        theirs = other.values
        asked = told = 0.0
        for feature, value in self.values.items():
            their = theirs.get(feature)
            if their is not None:
                asked += value * value
                told += their * their
        return self.alike(asked, told, other.lengths)

    def alike(self, asked: float, told: float, lengths: Mapping[str, float]) -> float:
        """Likeness from what both share: that of the question, and that of the text."""
        if not asked:
            return 0.0
        length = 0.0
        for group in self.lengths:
            length += lengths.get(group, 0.0)
        share = min(1.0, told / length)
        return float(min(1.0, asked / self.size) ** ASKED * share ** (1 - ASKED))

    def share_in(self, features: Container[str]) -> float:
        """The part of this question that these features cover."""
        return sum(v * v for f, v in self.values.items() if f in features) / (self.size or 1.0)


def _add(found: Features, feature: str, weight: float) -> None:
    if found.get(feature, 0.0) < weight:
        found[feature] = weight
