"""Reading ratings. Those who handled a thing see only sealed ones, and never who gave them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Avg, Count, QuerySet

from tongban.identity.models import Person
from tongban.ratings.models import Norm, Rating
from tongban.ratings.rules import LOW

SHOWN = 20
AT_ONCE = 500


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


def norms(level: int) -> QuerySet[Norm]:
    """The tags that can be chosen with a level. Anyone may ask."""
    return Norm.objects.filter(level=level, in_use=True).order_by("code")


def rating_of(person: Person, about: str) -> Rating | None:
    """What a person said about one thing. Only that person may ask."""
    return person.ratings.filter(about=about).first()


def sealed_summary(service: str) -> Summary:
    """How a service is rated, for anyone: sealed ratings only, nobody named."""
    return _summary(Rating.objects.filter(service=service, sealed_at__isnull=False))


def sealed_at_office(office: str) -> Summary:
    """How the work of an office is rated, for its officials: sealed ratings only, nobody named."""
    return _summary(Rating.objects.filter(office=office, node="", sealed_at__isnull=False))


def sealed_by_platform() -> list[tuple[str, Standing]]:
    """How the work of each platform is rated, most ratings first. For officials of the hub."""
    sealed = Rating.objects.filter(sealed_at__isnull=False).order_by()
    found = sealed.values("node").annotate(count=Count("pk"), average=Avg("level"))
    rows = found.order_by("-count", "node").values_list("node", "count", "average")
    return [(node, Standing(count, average)) for node, count, average in rows]


def _summary(sealed: QuerySet[Rating]) -> Summary:
    levels: Counter[int] = Counter()
    tags: Counter[str] = Counter()
    for level, codes in sealed.values_list("level", "norms").iterator():
        levels[level] += 1
        tags.update(codes)
    count = levels.total()
    known = {norm.code: norm for norm in Norm.objects.filter(code__in=tags)}
    latest = sealed.order_by("-sealed_at", "public_id").iterator(chunk_size=SHOWN)
    told = ((rating.level, rating.comment) for rating in latest if rating.comment)
    return Summary(
        count=count,
        average=sum(level * n for level, n in levels.items()) / count if count else None,
        by_level={level: levels[level] for level in range(5, 0, -1)},
        norms=[(known[code], n) for code, n in tags.most_common() if code in known],
        comments=list(islice(told, SHOWN)),
    )


def standing(service: str) -> Standing:
    """How many people rated a service, and how on average; in one statement. Anyone may ask."""
    sealed = Rating.objects.filter(service=service, sealed_at__isnull=False)
    found = sealed.aggregate(count=Count("pk"), average=Avg("level"))
    return Standing(found["count"], found["average"])


def levels_of(abouts: Iterable[str]) -> dict[str, list[int]]:
    """How things were rated, by reference: sealed ratings only, nobody named. For figures."""
    found: dict[str, list[int]] = {}
    sealed = Rating.objects.filter(sealed_at__isnull=False)
    for some in _batched(abouts):
        for about, level in sealed.filter(about__in=some).values_list("about", "level"):
            found.setdefault(about, []).append(level)
    return found


def _batched(abouts: Iterable[str]) -> Iterator[list[str]]:
    """In parts that every database takes in one statement."""
    left = iter(abouts)
    while some := list(islice(left, AT_ONCE)):
        yield some


def to_follow_up() -> QuerySet[Rating]:
    """Sealed low ratings that somebody should look into, oldest first. For supervisors."""
    low = Rating.objects.filter(level__in=LOW, sealed_at__isnull=False)
    return low.defer("rater").order_by("sealed_at", "pk")


def bad_since(then: datetime) -> QuerySet[Rating]:
    """Low ratings of our own work, sealed or not. For opening a work order, and for nobody else."""
    low = Rating.objects.filter(level__in=LOW, node="", rated_at__gte=then)
    return low.select_related("rater").order_by("rated_at", "pk")
