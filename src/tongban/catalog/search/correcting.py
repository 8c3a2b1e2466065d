"""Did you mean: puts right what was typed by ear or in pinyin, in words that the answers hold."""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from tongban.catalog.search.features import Reader
from tongban.catalog.search.sounds import is_pinyin, muffled, spelled
from tongban.catalog.search.text import RUN, Script, normal, runs

SHORTEST = 2  # syllables that must sound the same before a word is offered
NEAR_ENOUGH = 60.0

Unit = tuple[str, str]  # what was typed, and how it sounds


class Corrector:
    """Offers what was probably meant."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def meant(self, typed: str, answers: Iterable[str]) -> str | None:
        """The question with words of its answers in place of those that only sound the same."""
        plain = self._reader.simplified(typed)
        corrected = self._reader.corrected(typed)
        texts = [
            run for text in answers for script, run in runs(normal(text)) if script is Script.HAN
        ]
        meant = " ".join(self._mended(part, texts) for part in corrected.split())
        if not any("\u4e00" <= character <= "\u9fff" for character in meant):
            meant = " ".join(self._reader.nearest(word) for word in corrected.split())
        return meant if meant != plain else None

    def _mended(self, part: str, texts: Sequence[str]) -> str:
        units = list(self._units(part))
        at, mended = 0, ""
        while at < len(units):
            word = self._same_sound(units[at:], texts)
            mended += word or units[at][0]
            at += len(word) or 1
        return mended

    def _same_sound(self, units: Sequence[Unit], texts: Sequence[str]) -> str:
        """The longest stretch of an answer that sounds like what comes next but is not it."""
        typed = "".join(text for text, _ in units)
        best = ""
        for text in texts:
            sounds = [muffled(said) for said in self._reader.voice.syllables(text)]
            for start in range(len(text) - SHORTEST + 1):
                length = _shared(sounds[start:], units)
                if length >= SHORTEST and length > len(best):
                    best = text[start : start + length]
        return "" if typed.startswith(best) else best

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

    def nearest(self, typed: str, texts: Sequence[str]) -> str | None:
        """When nothing was found: the text that is spelt most like it."""
        plain = self._reader.corrected(typed)
        if len(plain) < SHORTEST:
            return None
        near = process.extractOne(plain, texts, scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH)
        return near[0] if near else None


def _shared(sounds: Sequence[str], units: Sequence[Unit]) -> int:
    length = 0
    for sound, (_, heard) in zip(sounds, units, strict=False):
        if not heard or heard != sound:
            break
        length += 1
    return length
