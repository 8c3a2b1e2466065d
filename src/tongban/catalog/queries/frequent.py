"""The services that everybody uses: the list, what of it can be done by phone, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from tongban.catalog.models import FrequentList, Service, in_language
from tongban.catalog.queries.directory import service_names
from tongban.catalog.queries.offers import offered
from tongban.catalog.rules import Area
from tongban.federation.queries import HERE, here, peers


@dataclass(frozen=True)
class Entry:
    """One service of the list. `platforms` are the others that do it on the phone."""

    service: Service
    area: Area
    source: str
    confidence: str
    is_new: bool
    platforms: Sequence[str]

    @property
    def by_phone(self) -> bool:
        return self.service.online or bool(self.platforms)


@dataclass(frozen=True)
class Frequent:
    """One version of the list, beside the one before it."""

    row: FrequentList
    entries: Sequence[Entry]
    gone: Sequence[Service]
    numbers: Sequence[int]  # of all versions, newest first

    @property
    def note(self) -> str:
        return in_language(self.row.content["note"])

    @property
    def is_newest(self) -> bool:
        return self.row.number == self.numbers[0]

    @property
    def has_changes(self) -> bool:
        return bool(self.gone or self.fresh) and self.row.number != self.numbers[-1]

    @property
    def fresh(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_new]

    @property
    def by_phone(self) -> int:
        return sum(entry.by_phone for entry in self.entries)

    @property
    def areas(self) -> list[tuple[Area, list[Entry]]]:
        """By area; what cannot be done by phone yet comes last."""
        found = [(area, [each for each in self.entries if each.area == area]) for area in Area]
        return [
            (area, sorted(some, key=lambda each: not each.by_phone)) for area, some in found if some
        ]


@dataclass(frozen=True)
class Coverage:
    """How much of a list one platform does on the phone."""

    node: str
    names: Mapping[str, str]
    done: frozenset[str]  # codes
    missing: Sequence[Entry]
    by_area: Sequence[tuple[Area, int, int]]  # done, of how many

    def __str__(self) -> str:
        return in_language(dict(self.names))


def frequent_list(number: int | None = None) -> Frequent | None:
    """A version of the list, or the newest; None where there is none. Anyone may ask.

    What the hub signed counts, and our own pack's only until the hub was heard.
    """
    rows = list(FrequentList.objects.order_by("-number"))
    signed = [row for row in rows if row.node != HERE]
    rows = signed or rows
    place = next((n for n, row in enumerate(rows) if number in (None, row.number)), None)
    if place is None:
        return None
    row, before = rows[place], rows[place + 1] if place + 1 < len(rows) else None
    codes = _codes(row)
    earlier = _codes(before) if before else codes
    known = service_names({*codes, *earlier})
    elsewhere = _elsewhere()
    entries = [
        Entry(
            service=known[each["service"]],
            area=Area(each["area"]),
            source=each["source"],
            confidence=each["confidence"],
            is_new=each["service"] not in earlier,
            platforms=elsewhere.get(each["service"], ()),
        )
        for each in row.content["entries"]
        if each["service"] in known
    ]
    gone = [known[code] for code in earlier if code not in codes and code in known]
    return Frequent(row, entries, gone, [each.number for each in rows])


def coverage(found: Frequent) -> list[Coverage]:
    """How much of the list each platform does that we hear from, the most first."""
    platforms: dict[str, tuple[Mapping[str, str], frozenset[str]]] = {
        peer.name: (
            peer.names,
            frozenset(e.service.code for e in found.entries if peer.name in e.platforms),
        )
        for peer in peers()
    }
    if here():
        mine = frozenset(e.service.code for e in found.entries if e.service.online)
        platforms[HERE] = (settings.PLATFORM.names, mine)
    told = [_coverage(found, node, names, done) for node, (names, done) in platforms.items()]
    return sorted(told, key=lambda each: (-len(each.done), each.node))


def _coverage(
    found: Frequent, node: str, names: Mapping[str, str], done: frozenset[str]
) -> Coverage:
    by_area = [
        (area, sum(each.service.code in done for each in some), len(some))
        for area, some in found.areas
    ]
    missing = [each for each in found.entries if each.service.code not in done]
    return Coverage(node, names, done, missing, by_area)


def _codes(row: FrequentList) -> list[str]:
    return [each["service"] for each in row.content["entries"]]


def _elsewhere() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    pairs = offered().exclude(node=HERE).order_by("node").values_list("service__code", "node")
    for code, node in pairs:
        found.setdefault(code, []).append(node)
    return found
