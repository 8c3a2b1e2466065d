"""Builds an index from the catalogue: beside the old one, then swapped in."""

import json
import shutil
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import tantivy

from tongban.catalog.search import folder as generations
from tongban.catalog.search.cutting import cut_for_search
from tongban.catalog.search.entries import Entry
from tongban.catalog.search.features import Reader
from tongban.catalog.search.suggesting import Offers
from tongban.catalog.search.text import Script, normal, runs, stem
from tongban.catalog.search.topics import Topics
from tongban.catalog.search.words import Words

WRITER_MEMORY = 128_000_000
WRITER_THREADS = 2
BETWEEN = "\x1f"  # between the parts of a stored entry
ENGLISH_WORDS = 50_000

Face = tuple[str, ...]  # the names and aliases of an entry; many regions share one face


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("shown", stored=True, indexed=False)
    for name in ("features", "around", "topic"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("region", "audience", "theme", "authority", "online"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("weight", fast=True)
    return builder.build()


def build(folder: Path, entries: Iterable[Entry], words: Words) -> None:
    """Writes a whole new index and swaps it in; readers see the old one until the last moment."""
    generation = generations.begin(folder)
    try:
        count = _write(generation, entries, words)
        generations.publish(generation, count=count)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise


def _write(generation: Path, entries: Iterable[Entry], words: Words) -> int:
    index = tantivy.Index(schema(), path=str(generation))
    writer = index.writer(WRITER_MEMORY, WRITER_THREADS)
    scribe = Scribe(words)
    count = 0
    try:
        for entry in entries:
            writer.add_document(scribe.document(entry))
            count += 1
        writer.commit()
    finally:
        writer.wait_merging_threads()  # also ends its threads, which would go on writing
    (generation / "words.json").write_text(words.to_json(), encoding="utf-8")
    (generation / "english.json").write_text(json.dumps(sorted(scribe.english)), encoding="utf-8")
    scribe.offers.save(generation / "offers.json")
    return count


class Lists:
    """What is read from the word lists alone: more work than all the rest of a build."""

    def __init__(self, words: Words) -> None:
        self.reader = Reader(words)
        self.topics = Topics(words.topics, self.reader)
        self.english = set(self.reader.words)
        for topic in words.topics:
            for phrase in topic.phrases:
                self.english.update(latin_in(phrase))


_read_last: dict[str, Lists] = {}  # a worker builds again and again, mostly with the same lists


def _lists(words: Words) -> Lists:
    name = words.fingerprint
    if name not in _read_last:
        _read_last.clear()
        _read_last[name] = Lists(words)
    return _read_last[name]


class Scribe:
    """Writes entries as documents; each distinct face is read only once, for reading is costly."""

    def __init__(self, words: Words) -> None:
        lists = _lists(words)
        self._reader, self._topics = lists.reader, lists.topics
        self.english = set(lists.english)
        self.offers = Offers()
        self._read = lru_cache(maxsize=20_000)(self._features_in)
        self._features = lru_cache(maxsize=20_000)(self._features_of)

    def document(self, entry: Entry) -> tantivy.Document:
        names = entry.names
        chinese, english, korean = names.get("zh", ""), names.get("en", ""), names.get("ko", "")
        document = tantivy.Document()
        document.add_text("features", self._features((chinese, english, korean, *entry.aliases)))
        document.add_text(
            "around", around(" ".join((entry.summary, entry.authority, *entry.themes)))
        )
        topics = self._topics.of_name(chinese)
        document.add_text("topic", " ".join(f"t{number}" for number, _ in topics))
        document.add_text("region", entry.region)
        document.add_text("authority", entry.authority)
        document.add_text("online", "1" if entry.online else "0")
        for audience in entry.audience:
            document.add_text("audience", audience)
        for theme in entry.themes:
            document.add_text("theme", theme)
        document.add_float("weight", entry.weight * (2.0 if entry.online else 1.0))
        linked = " ".join(f"{number}:{strength:.2f}" for number, strength in topics)
        online = "1" if entry.online else ""
        shown = (
            entry.id,
            entry.region,
            online,
            f"{entry.weight:g}",
            linked,
            chinese,
            english,
            korean,
        )
        document.add_bytes("shown", BETWEEN.join((*shown, *entry.aliases)).encode())
        self.offers.add(entry)
        return document

    def _features_of(self, face: Face) -> str:
        return " ".join({feature for text in face if text for feature in self._read(text)})

    def _features_in(self, text: str) -> tuple[str, ...]:
        self._learn(text)
        return tuple(self._reader.of_text(text))

    def _learn(self, text: str) -> None:
        if len(self.english) < ENGLISH_WORDS:
            self.english.update(latin_in(text))


def latin_in(text: str) -> Iterator[str]:
    """The foreign words of a text."""
    return (run for script, run in runs(normal(text)) if script is Script.LATIN)


@lru_cache(maxsize=20_000)
def around(text: str) -> str:
    """The words of the summary, the authority and the themes, for what no name says."""
    found: set[str] = set()
    for script, run in runs(normal(text)):
        if script is Script.HAN:
            found.update(f"w{word}" for word in cut_for_search(run) if len(word) > 1)
        elif script is Script.LATIN:
            found.add(f"e{stem(run)}")
    return " ".join(found)
