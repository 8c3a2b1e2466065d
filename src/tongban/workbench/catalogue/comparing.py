"""How platforms do the same service differently: what managers see and may want to mend."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog.models import Service, in_language
from tongban.catalog.queries import Guide, offers_by_service
from tongban.catalog.queries.guides import duration

Package = Mapping[str, Any]
COLUMNS = ("promised", "legal", "materials", "conditions", "fee", "level")


@dataclass(frozen=True)
class Cell:
    """One value in the table. `more` and `less` are what it has and lacks against the usual."""

    text: str
    differs: bool
    more: Sequence[str] = ()
    less: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """Platforms that do a service in exactly the same way."""

    nodes: Sequence[str]
    cells: Sequence[Cell]

    @property
    def differs(self) -> int:
        return sum(cell.differs for cell in self.cells)


@dataclass(frozen=True)
class Compared:
    """One service: each way it is done, the most usual first."""

    service: Service
    lines: Sequence[Line]

    @property
    def differs(self) -> int:
        """How many values are not the usual ones, over all platforms."""
        return sum(line.differs * len(line.nodes) for line in self.lines)

    @property
    def columns(self) -> list[bool]:
        """For each column, whether anything in it differs."""
        return [
            any(line.cells[place].differs for line in self.lines) for place in range(len(COLUMNS))
        ]


def compared() -> list[Compared]:
    """Every service that several platforms do; what differs most comes first."""
    found = [_compare(service, ways) for service, ways in offers_by_service().items()]
    return sorted(found, key=lambda each: (-each.differs, each.service.code))


def counts(found: Sequence[Compared]) -> list[int]:
    """For each column, in how many services it differs."""
    return [sum(each.columns[place] for each in found) for place in range(len(COLUMNS))]


def _compare(service: Service, ways: Sequence[tuple[str, Package]]) -> Compared:
    facts = [(node, _facts(Guide(service, None, package))) for node, package in ways]
    usual = [_usual([fact[place] for _, fact in facts]) for place in range(len(COLUMNS))]
    alike: dict[tuple[Hashable, ...], list[str]] = {}
    for node, fact in facts:
        alike.setdefault(fact, []).append(node)
    lines = [
        Line(nodes, [_cell(value, usual[place], place) for place, value in enumerate(fact)])
        for fact, nodes in alike.items()
    ]
    lines.sort(key=lambda line: (line.differs, -len(line.nodes), line.nodes))
    return Compared(service, lines)


def _facts(guide: Guide) -> tuple[Hashable, ...]:
    """What is compared, in the order of the columns."""
    limits = guide.package.get("limits") or {}
    return (
        duration(limits.get("promised")),
        duration(limits.get("legal")),
        tuple(in_language(dict(need.names)) for need in guide.needs if need.required),
        tuple(in_language(dict(each)) for each in guide.conditions),
        guide.fee,
        str(guide.assurance),
    )


def _usual(values: Sequence[Hashable]) -> Hashable:
    """What most do; between equals the first, which is ours."""
    return Counter(values).most_common(1)[0][0]


def _cell(value: Any, usual: Any, place: int) -> Cell:
    if COLUMNS[place] not in {"materials", "conditions"}:
        return Cell(value, value != usual)
    more = [each for each in value if each not in usual]
    less = [each for each in usual if each not in value]
    return Cell(str(len(value)), bool(more or less), more, less)
