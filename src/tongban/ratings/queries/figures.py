"""Figures from sealed ratings, nobody named. One that was set aside is kept, and not counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from tongban.ratings.models import Norm, Rating
from tongban.ratings.rules import ANONYMOUS_BELOW, LOW, TOO_FEW

SHOWN = 20
AT_ONCE = 500
TOP_TAGS = 3


@dataclass(frozen=True)
class Summary:
    """What is known about a service or an office from its sealed ratings."""

    count: int
    average: float | None
    by_level: dict[int, int]
    norms: list[tuple[Norm, int]]
    comments: list[tuple[int, str]]  # level and words, without the rater


@dataclass(frozen=True)
class Standing:
    count: int
    average: float | None

    @property
    def is_shown(self) -> bool:
        """Of a few, nobody is to be told from the average."""
        return self.count >= ANONYMOUS_BELOW


@dataclass(frozen=True)
class Line:
    """One authority, service or platform as the public sees it."""

    key: str
    count: int
    levels: Mapping[int, int]
    tags: Sequence[tuple[str, int]]  # codes, most often first
    ways: Mapping[str, int]
    bad: int
    mended: int
    set_aside: int

    @property
    def is_hidden(self) -> bool:
        return self.count < ANONYMOUS_BELOW

    @property
    def is_few(self) -> bool:
        return self.count < TOO_FEW

    @property
    def satisfied(self) -> int:
        """Whole percent of the three upper levels, as the national figures count."""
        return round(100 * (self.count - self.bad) / self.count)

    @property
    def mended_share(self) -> int | None:
        return round(100 * self.mended / self.bad) if self.bad else None


def figures(by: str, *, authority: str = "") -> list[Line]:
    """Lines per `authority`, `service`, `node` or `kind`, most ratings first. Anyone may ask.

    Small ones are in it and say that they are hidden or few.
    """
    found = _first().filter(authority=authority) if authority else _first()
    found = found.order_by()
    grouped = found.annotate(aside=Q(set_aside_at__isnull=False)).values(
        by, "level", "obtained", "mended", "aside"
    )
    keyed: dict[str, list[dict[str, Any]]] = {}
    for row in grouped.annotate(n=Count("pk")):
        keyed.setdefault(row[by], []).append(row)
    tags: dict[str, Counter[str]] = {}
    tagged = found.filter(set_aside_at=None).exclude(norms=[])
    for key, codes in tagged.values_list(by, "norms").iterator():
        tags.setdefault(key, Counter()).update(codes)
    lines = [_line(key, rows, tags.get(key, Counter())) for key, rows in keyed.items()]
    return sorted(lines, key=lambda line: (-line.count, line.key))


def norms_named(codes: Iterable[str]) -> dict[str, Norm]:
    """Tags by their codes. Anyone may ask."""
    return {norm.code: norm for norm in Norm.objects.filter(code__in=set(codes))}


def sealed_at_office(office: str) -> Summary:
    """How the work of an office is rated, for its officials: sealed ratings only, nobody named."""
    return _summary(_counted().filter(office=office, node=""))


def sealed_by_platform() -> list[tuple[str, Standing]]:
    """How the work of each platform is rated, most ratings first. For officials of the hub."""
    found = _counted().order_by().values("node").annotate(count=Count("pk"), average=Avg("level"))
    rows = found.order_by("-count", "node").values_list("node", "count", "average")
    return [(node, Standing(count, average)) for node, count, average in rows]


def standing(service: str) -> Standing:
    """How many people rated a service, and how on average; in one statement. Anyone may ask."""
    found = _counted().filter(service=service).aggregate(count=Count("pk"), average=Avg("level"))
    return Standing(found["count"], found["average"])


def levels_of(abouts: Iterable[str]) -> dict[str, list[int]]:
    """How things were rated, by reference: sealed ratings only, nobody named. For figures."""
    found: dict[str, list[int]] = {}
    for some in _batched(abouts):
        for about, level in _counted().filter(about__in=some).values_list("about", "level"):
            found.setdefault(about, []).append(level)
    return found


def _first() -> QuerySet[Rating]:
    return Rating.objects.filter(round=1, sealed_at__isnull=False)


def _counted() -> QuerySet[Rating]:
    return _first().filter(set_aside_at=None)


def _line(key: str, rows: Iterable[Mapping[str, Any]], tags: Counter[str]) -> Line:
    levels: Counter[int] = Counter()
    ways: Counter[str] = Counter()
    came: Counter[bool | None] = Counter()
    aside = 0
    for row in rows:
        if row["aside"]:
            aside += row["n"]
            continue
        levels[row["level"]] += row["n"]
        ways[row["obtained"]] += row["n"]
        came[row["mended"]] += row["n"]
    return Line(
        key=key,
        count=levels.total(),
        levels={level: levels[level] for level in range(5, 0, -1)},
        tags=tags.most_common(TOP_TAGS),
        ways=dict(ways.most_common()),
        bad=sum(levels[level] for level in LOW),
        mended=came[True],
        set_aside=aside,
    )


def _summary(sealed: QuerySet[Rating]) -> Summary:
    levels: Counter[int] = Counter()
    tags: Counter[str] = Counter()
    for level, codes in sealed.values_list("level", "norms").iterator():
        levels[level] += 1
        tags.update(codes)
    count = levels.total()
    known = norms_named(tags)
    latest = sealed.order_by("-sealed_at", "public_id").iterator(chunk_size=SHOWN)
    told = ((rating.level, rating.comment) for rating in latest if rating.comment)
    return Summary(
        count=count,
        average=sum(level * n for level, n in levels.items()) / count if count else None,
        by_level={level: levels[level] for level in range(5, 0, -1)},
        norms=[(known[code], n) for code, n in tags.most_common() if code in known],
        comments=list(islice(told, SHOWN)),
    )


def _batched(abouts: Iterable[str]) -> Iterator[list[str]]:
    """In parts that every database takes in one statement."""
    left = iter(abouts)
    while some := list(islice(left, AT_ONCE)):
        yield some
