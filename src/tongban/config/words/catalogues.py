"""Keeping the catalogue of each language in step with the texts of the program."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

LANGUAGES = {"zh_Hans": "nplurals=1; plural=0;", "ko": "nplurals=1; plural=0;"}
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def path_of(language: str, folder: Path) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def update(found: polib.POFile, language: str, folder: Path) -> tuple[int, int]:
    """Write the catalogue anew, keeping what is translated; says how many it has and lacks."""
    path = path_of(language, folder)
    known = _by_key(polib.pofile(str(path))) if path.exists() else {}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    fresh.extend(_kept(entry, known) for entry in found)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return len(fresh), sum(not entry.translated() for entry in fresh)


def faults(found: polib.POFile, language: str, folder: Path) -> Iterator[str]:
    """What keeps the catalogue from being complete, one sentence each."""
    path = path_of(language, folder)
    if not path.exists():
        yield f"{language}: there is no catalogue. Run ./tongban words and translate it."
        return
    known, wanted = _by_key(polib.pofile(str(path))), _by_key(found)
    for key in wanted.keys() - known.keys():
        yield f"{language}: not in the catalogue, run ./tongban words: {key[1]!r}"
    for key in known.keys() - wanted.keys():
        yield f"{language}: no longer in the program, run ./tongban words: {key[1]!r}"
    for key in wanted.keys() & known.keys():
        yield from (f"{language}: {what}: {key[1]!r}" for what in _faults(known[key]))


def _faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "marked as fuzzy"
    elif not entry.translated():
        yield "not translated"
    elif set(PLACES.findall(entry.msgid_plural or entry.msgid)) != _places(entry):
        yield "the translation has other placeholders"


def _places(entry: polib.POEntry) -> set[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return {place for text in texts for place in PLACES.findall(text)}


def _kept(entry: polib.POEntry, known: dict[tuple[str, str], polib.POEntry]) -> polib.POEntry:
    old = known.get(_key(entry))
    fresh = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
    fresh.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    fresh.comment = entry.comment
    if entry.msgid_plural:
        fresh.msgstr_plural = dict(old.msgstr_plural) if old else {0: ""}
    elif old:
        fresh.msgstr = old.msgstr
    return fresh


def _by_key(catalogue: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    return {_key(entry): entry for entry in catalogue if not entry.obsolete}


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid
