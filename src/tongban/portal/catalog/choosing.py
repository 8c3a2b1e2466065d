"""Who does a service: what a list and a guide show of the platforms to choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from tongban.catalog import queries
from tongban.catalog.models import Region, Service
from tongban.catalog.queries import Choice, Guide
from tongban.federation.queries import HERE

SHOWN = 2  # of a list's chips; the guide has all
FIRST = 4  # of a guide's rows before they fold


@dataclass(frozen=True)
class Result:
    """One line of a list: a service, who does it, and how many more do."""

    service: Service
    ways: Sequence[Choice] = ()
    more: int = 0


@dataclass(frozen=True)
class Way:
    """One row of the choice in a guide."""

    choice: Choice
    region: Region | None
    guide: Guide
    chosen: bool


@dataclass(frozen=True)
class Ways:
    """Every platform that does a service, and the one the reader looks at."""

    choice: Choice | None = None
    first: list[Way] = field(default_factory=list)
    more: list[Way] = field(default_factory=list)
    region: Region | None = None  # of the chosen platform, where the reader is elsewhere

    def __bool__(self) -> bool:
        return len(self.first) > 1 or (bool(self.first) and self.first[0].choice.node != HERE)

    @property
    def is_elsewhere(self) -> bool:
        return self.choice is not None and self.choice.node != HERE

    @property
    def apply_at(self) -> str:
        """The way to the platform that does it: signed in there, at the application."""
        there = self.choice
        return go_to(there.node, reverse("apply", args=[there.code])) if there else ""


def go_to(node: str, path: str = "/") -> str:
    """The address that carries a person to another platform."""
    return f"/go/{node}/?{urlencode({'next': path}, safe='/')}"


def results(services: Iterable[Service], *, region: str) -> list[Result]:
    """The lines of a list; chips only where there is something to choose."""
    services = list(services)
    ways = queries.choices(services, region=region)
    return [_result(service, ways.get(service.pk, [])) for service in services]


def ways_of(service: Service, *, region: str, at: str) -> Ways:
    """The platforms for one guide. `at` names the one that the reader chose."""
    found = queries.choices_with_packages(service, region=region)
    if not found:
        return Ways()
    choice = _chosen(found, at)
    places = queries.regions_by_code(code for each in found for code in each.regions)
    rows = [
        Way(each, _place(each, places), queries.guide(service, each), each is choice)
        for each in found
    ]
    rows.sort(key=lambda row: not row.chosen)
    far = choice is not None and choice.node != HERE and not choice.near
    return Ways(choice, rows[:FIRST], rows[FIRST:], rows[0].region if far else None)


def _result(service: Service, ways: list[Choice]) -> Result:
    if not ways or (len(ways) == 1 and ways[0].node == HERE):
        return Result(service)
    return Result(service, ways[:SHOWN], max(0, len(ways) - SHOWN))


def _chosen(found: Sequence[Choice], at: str) -> Choice | None:
    asked = next((each for each in found if each.node and each.node == at), None)
    nearest = found[0] if found[0].near or found[0].node == HERE else None
    return asked or nearest


def _place(choice: Choice, places: Mapping[str, Region]) -> Region | None:
    return places.get(next(iter(choice.regions), ""))
