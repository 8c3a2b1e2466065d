"""Did you mean: puts right what was typed by ear or in pinyin, in words that the answers hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from itertools import pairwise
from typing import Self

from rapidfuzz import fuzz, process

from tongban.catalog.search.features import Reader
from tongban.catalog.search.sounds import is_pinyin, muffled, spelled
from tongban.catalog.search.text import RUN, Script, normal, runs

SHORTEST = 2  # syllables that must sound the same before a word is offered
NEAR_ENOUGH = 60.0

Unit = tuple[str, str]  # what was typed, and how it sounds
Sounds = dict[tuple[str, str], list[tuple[str, list[str]]]]  # by the first two sounds


class Corrector:
    """Offers what was probably meant."""

    def __init__(self, reader: Reader, heads: Iterable[str]) -> None:
        self._reader = reader
        self._heads = self._sounds(heads)

    def reading_by(self, reader: Reader) -> Self:
        """The same words to offer, for a reader that hears them alike."""
        other = copy(self)
        other._reader = reader
        return other

    def meant(self, typed: str, answers: Iterable[str], known: Callable[[str], bool]) -> str | None:
        """The question with words of its answers in place of those that only sound the same."""
        plain = self._reader.simplified(typed)
        corrected = self._reader.corrected(typed)
        meant = corrected
        if self._is_doubtful(corrected, known):
            meant = self._mended(corrected, answers)
        return meant if meant != plain else None

    def nearest(self, typed: str, texts: Sequence[str]) -> str | None:
        """When nothing was found: the text that is spelt most like it."""
        plain = self._reader.corrected(typed)
        if len(plain) < SHORTEST:
            return None
        near = process.extractOne(plain, texts, scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH)
        return near[0] if near else None

    def _is_doubtful(self, text: str, known: Callable[[str], bool]) -> bool:
        """Letters that are not English, or characters that never stand together."""
        for script, run in runs(text):
            if script is Script.LATIN and not self._reader.is_english(run):
                return True
            if script is Script.HAN and not all(known(f"b{a}{b}") for a, b in pairwise(run)):
                return True
        return False

    def _mended(self, text: str, answers: Iterable[str]) -> str:
        found = (run for answer in answers for script, run in runs(normal(answer)))
        sounds = self._sounds(run for run in found if "\u4e00" <= run[0] <= "\u9fff")
        mended = " ".join(self._by_sound(part, sounds) for part in text.split())
        if mended != text or not text.isascii():
            return mended
        return " ".join(self._reader.nearest(word) for word in text.split())

    def _by_sound(self, part: str, sounds: Sounds) -> str:
        units = list(self._units(part))
        at, mended = 0, ""
        while at < len(units):
            word = self._same_sound(units[at:], sounds)
            mended += word or units[at][0]
            at += len(word) or 1
        return mended

    def _same_sound(self, units: Sequence[Unit], sounds: Sounds) -> str:
        """The longest stretch of an answer that sounds like what comes next but is not it."""
        if len(units) < SHORTEST:
            return ""
        start = (units[0][1], units[1][1])
        best = ""
        for text, said in (*sounds.get(start, ()), *self._heads.get(start, ())):
            length = _shared(said, units)
            if length > len(best):
                best = text[:length]
        return "" if "".join(text for text, _ in units).startswith(best) else best

    def _sounds(self, texts: Iterable[str]) -> Sounds:
        """Every place in the texts where a word may begin."""
        found: Sounds = {}
        for text in texts:
            said = [muffled(syllable) for syllable in self._reader.voice.syllables(text)]
            if len(said) == len(text):
                for at in range(len(text) - SHORTEST + 1):
                    start = (said[at], said[at + 1])
                    found.setdefault(start, []).append((text[at:], said[at:]))
        return found

    def _units(self, part: str) -> Iterator[Unit]:
        for match in RUN.finditer(part):
            run = match.group()
            if match.group(1):
                said = self._reader.voice.syllables(run)
                yield from ((text, muffled(sound)) for text, sound in zip(run, said, strict=True))
            elif is_pinyin(run) and not self._reader.is_english(run):
                yield from ((sound, muffled(sound)) for sound in spelled(run))
            else:
                yield run, ""


def _shared(sounds: Sequence[str], units: Sequence[Unit]) -> int:
    length = 0
    for sound, (_, heard) in zip(sounds, units, strict=False):
        if not heard or heard != sound:
            break
        length += 1
    return length
