"""How good and how fast search is: `./tongban bench search [--queries FILE] [--size N] [--json]`.

Good: any file of questions like `bench/data/queries_dev.csv`, asked of the pack's catalogue.
Fast: the same catalogue repeated over the regions of the country until it has N services.
"""

import argparse
import csv
import gc
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import opencc
import tantivy
import yaml
from pypinyin import lazy_pinyin

from tongban.catalog.search import Entry, Index, Words, build

ROOT = Path(__file__).parents[1]
PACK = ROOT / "packs" / "china"
QUERIES = ROOT / "bench" / "data" / "queries_dev.csv"
GOALS = {"hit@5": 0.92, "best@1": 0.75}
SLOWEST = 0.030  # seconds within which 99 of 100 questions are answered
FEWEST = 15_000  # services a second while building
EACH = 200  # questions of each kind

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def catalogue(pack: Path) -> Iterator[Entry]:
    """Every service of a pack: its packages, then what is only listed."""
    names = {row["code"]: row["name"] for row in rows(pack / "authorities.csv")}
    for path in sorted((pack / "services").glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        yield Entry(
            id=data["id"],
            names=data["names"],
            aliases=tuple(data["aliases"]),
            summary=" ".join(data["summary"].values()),
            authority=names.get(data["authority"], ""),
            themes=tuple(data["themes"]),
            kind=data["kind"],
            audience=tuple(data["audience"]),
            online=True,
        )
    for row in rows(pack / "listings.csv"):
        yield Entry(
            id=row["id"],
            names={language: row[f"name_{language}"] for language in ("zh", "en", "ko")},
            authority=names.get(row["authority"], ""),
            themes=tuple(filter(None, row["themes"].split(";"))),
            kind=row["kind"],
            region=row["region"],
            audience=tuple(row["audience"].split(";")),
        )


@dataclass
class Score:
    """How well the questions of one style were answered."""

    asked: int = 0
    hits: int = 0
    best: int = 0
    ranks: float = 0.0

    def add(self, ids: Sequence[str], grades: Mapping[str, int]) -> None:
        rank = next((n for n, id_ in enumerate(ids, 1) if id_ in grades), None)
        self.asked += 1
        self.hits += rank is not None and rank <= 5
        self.best += bool(ids) and grades.get(ids[0]) == max(grades.values())
        self.ranks += 1 / rank if rank else 0.0

    def shares(self) -> dict[str, float]:
        asked = max(1, self.asked)
        shares = {"hit@5": self.hits, "best@1": self.best, "mrr": self.ranks}
        return {"asked": self.asked} | {name: round(n / asked, 4) for name, n in shares.items()}


def quality(index: Index, queries: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Scores by style, `all` among them, and the questions whose best answer was not first."""
    scores: dict[str, Score] = defaultdict(Score)
    poor = []
    for row in rows(queries):
        pairs = (pair.rpartition(":") for pair in row["graded"].split(";"))
        grades = {id_: int(grade) for id_, _, grade in pairs}
        ids = index.search(row["query"], limit=20).ids
        for style in ("all", row["style"]):
            scores[style].add(ids, grades)
        if not ids or grades.get(ids[0]) != max(grades.values()):
            poor.append(f"{row['qid']} {row['query']}: {' '.join(ids[:3]) or 'nothing'}")
    return {style: score.shares() for style, score in scores.items()}, poor


def generated(
    base: Sequence[Entry], regions: Sequence[dict[str, str]], size: int
) -> Iterator[Entry]:
    """The base catalogue once for each region; every fifth name is the region's own."""
    yield from islice(base, size)
    places = ((region, entry) for region in cycle(regions) for entry in base)
    for number, (region, entry) in enumerate(islice(places, max(0, size - len(base)))):
        own = {"zh": region["short_name"] + entry.names["zh"]} if number % 5 == 0 else {}
        names = {**entry.names, **own}
        yield replace(entry, id=f"{entry.id}-{number}", region=region["code"], names=names)


def questions(words: Words, base: Sequence[Entry], chance: random.Random) -> dict[str, list[str]]:
    """Questions of every kind, made from names and everyday phrases."""
    said = [phrase for topic in words.topics for phrase in topic.phrases]
    chinese = [phrase for phrase in said if "\u4e00" <= phrase[0] <= "\u9fff"]
    traditional = opencc.OpenCC("s2t")
    kinds: dict[str, list[str]] = {
        "names": [entry.names["zh"] for entry in base],
        "everyday": chinese,
        "pinyin": ["".join(lazy_pinyin(phrase)) for phrase in chinese],
        "initials": ["".join(s[0] for s in lazy_pinyin(phrase)) for phrase in chinese],
        "typos": [misspelt(phrase, chinese, chance) for phrase in chinese],
        "traditional": [traditional.convert(phrase) for phrase in chinese],
        "english": [phrase for phrase in said if phrase.isascii()],
        "misspelt english": [slipped(phrase, chance) for phrase in said if phrase.isascii()],
        "korean": [phrase for phrase in said if "\uac00" <= phrase[0] <= "\ud7a3"],
        "mixed": [f"{a} {b}" for a, b in zip(chinese, filter(str.isascii, said), strict=False)],
    }
    return {kind: chance.sample(texts, min(EACH, len(texts))) for kind, texts in kinds.items()}


def misspelt(phrase: str, phrases: Sequence[str], chance: random.Random) -> str:
    at = chance.randrange(len(phrase))
    return phrase[:at] + chance.choice(chance.choice(phrases)) + phrase[at + 1 :]


def slipped(phrase: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(phrase) - 1))
    return phrase[:at] + phrase[at + 1 : at + 2] + phrase[at : at + 1] + phrase[at + 2 :]


def timed(ask: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Seconds for each text, in order of length of time."""
    times = []
    for text in texts:
        began = perf_counter()
        ask(text)
        times.append(perf_counter() - began)
    return sorted(times)


def quantile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def floor(folder: Path) -> list[float]:
    """What the engine below us needs for one common word, without anything of ours."""
    generation = folder / (folder / "current").read_text(encoding="utf-8")
    index = tantivy.Index.open(str(generation))
    searcher, schema = index.searcher(), index.schema

    def ask(word: str) -> object:
        query = tantivy.Query.term_query(schema, "features", f"w{word}", "basic")
        return [searcher.doc(address) for _, address in searcher.search(query, 20).hits]

    return timed(ask, ["许可", "登记", "变更", "驾照", "公积金", "查询"] * 20)


def bare_rate(base: Sequence[Entry]) -> float:
    """Services a second that the engine below us takes in, only their names cut at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="whitespace")
    with TemporaryDirectory() as home:
        writer = tantivy.Index(builder.build(), path=home).writer(128_000_000, 2)
        began = perf_counter()
        for entry in islice(cycle(base), 100_000):
            document = tantivy.Document()
            document.add_text("name", " ".join(entry.names.values()))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return 100_000 / (perf_counter() - began)


def speed(pack: Path, words: Words, size: int) -> dict[str, object]:
    """Build rate, and the times of every kind of question beside the floor."""
    base = list(catalogue(pack))
    regions = rows(pack / "regions.csv")
    chance = random.Random(1)
    with TemporaryDirectory() as home:
        folder = Path(home) / "index"
        began = perf_counter()
        build(folder, generated(base, regions, size), words)
        rate = size / (perf_counter() - began)
        index = Index.open(folder)
        bytes_ = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        below = floor(folder)
        places = [region["code"] for region in regions]
        gc.freeze()
        asked: dict[str, list[float]] = {}
        for kind, texts in questions(words, base, chance).items():
            asked[kind] = timed(lambda text: index.search(text, chance.choice(places)), texts)
        starts = [entry.names["zh"][: chance.randint(1, 4)] for entry in base[:EACH]]
        asked["suggestions"] = timed(index.suggest, starts)
    everything = sorted(seconds for times in asked.values() for seconds in times)
    rate_below = bare_rate(base)
    kinds = {kind: spread(times, below) for kind, times in (asked | {"all": everything}).items()}
    return {"size": size, "built_per_second": round(rate), "bytes": bytes_} | {
        "bare_built_per_second": round(rate_below),
        "build_ratio": round(rate_below / rate, 1),
        "load": round(os.getloadavg()[0], 1),
        "floor_ms": round(quantile(below, 0.5) * 1000, 3),
        "kinds": kinds,
    }


def spread(times: Sequence[float], below: Sequence[float]) -> dict[str, float]:
    p50, p99 = quantile(times, 0.5), quantile(times, 0.99)
    ratio = round(p50 / quantile(below, 0.5), 1)
    return {"p50_ms": round(p50 * 1000, 2), "p99_ms": round(p99 * 1000, 2), "ratio": ratio}


def main(argv: Sequence[str]) -> int:
    """Prints the measurements; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="tongban bench search", description=__doc__)
    parser.add_argument(
        "--queries", type=Path, default=QUERIES, help="questions with graded answers"
    )
    parser.add_argument("--pack", type=Path, default=PACK, help="the data pack to search")
    parser.add_argument(
        "--size", type=int, default=0, help="also measure speed with so many services"
    )
    parser.add_argument("--json", action="store_true", help="print JSON only")
    asked = parser.parse_args(argv)
    words = Words.load(asked.pack / "words")
    with TemporaryDirectory() as home:
        build(Path(home), catalogue(asked.pack), words)
        styles, poor = quality(Index.open(Path(home)), asked.queries)
    report: dict[str, object] = {"queries": asked.queries.name, "styles": styles, "poor": poor}
    good = all(styles["all"][name] >= goal for name, goal in GOALS.items())
    if asked.size:
        fast = speed(asked.pack, words, asked.size)
        report["speed"] = fast
        good = good and fast["kinds"]["all"]["p99_ms"] <= SLOWEST * 1000  # type: ignore[index]
        good = good and fast["built_per_second"] >= FEWEST  # type: ignore[operator]
    report["good"] = good
    print(json.dumps(report, ensure_ascii=False, indent=1) if asked.json else readable(report))
    return 0 if good else 1


def readable(report: Mapping[str, object]) -> str:
    lines = ["style          asked  hit@5  best@1  mrr"]
    for style, score in report["styles"].items():  # type: ignore[attr-defined]
        shares = "  ".join(f"{score[name]:.3f}" for name in ("hit@5", "best@1", "mrr"))
        lines.append(f"{style:<14} {score['asked']:>5}  {shares}")
    lines += ["", "the best answer is not first:", *report["poor"]]  # type: ignore[misc]
    if "speed" in report:
        fast: dict[str, dict[str, dict[str, float]]] = report["speed"]  # type: ignore[assignment]
        lines += ["", f"built {fast['built_per_second']} a second at {fast['size']} services,"]
        lines.append(f"the bare engine {fast['bare_built_per_second']} (load {fast['load']})")
        lines.append(f"{'kind':<17} p50 ms  p99 ms  × floor ({fast['floor_ms']} ms)")
        for kind, times in fast["kinds"].items():
            lines.append(
                f"{kind:<17} {times['p50_ms']:6.2f}  {times['p99_ms']:6.2f}  {times['ratio']}"
            )
    return "\n".join([*lines, "", "every goal is met" if report["good"] else "a goal is missed"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
