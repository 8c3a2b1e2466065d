"""The other platforms, as people see them: a name, a mark, and a way that leads there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import is_valid_path

from tongban.catalog.models import in_language
from tongban.federation import queries
from tongban.federation.models import Peer


@dataclass(frozen=True)
class Neighbour:
    """Another platform, and the address that leads there with the sign-in and the language."""

    peer: Peer

    def __str__(self) -> str:
        return in_language(self.peer.names)

    @property
    def short(self) -> str:
        """Its own name, without the place that stands behind it in some languages."""
        return str(self).partition(" · ")[0]

    @property
    def place(self) -> str:
        return str(self).partition(" · ")[2]

    @property
    def mark(self) -> str:
        brand = settings.BRANDS.get(self.peer.name)
        return str(brand["mark"]) if brand else str(self)[:1]

    @property
    def address(self) -> str:
        path = f"/go/{self.peer.name}/"
        return f"{path}?next=/" if is_valid_path(path) else f"{self.peer.address}/"


@dataclass(frozen=True)
class Neighbours:
    """All the others, in the order of their regions."""

    provinces: list[Neighbour]
    cities: list[Neighbour]
    departments: list[Neighbour]

    def __bool__(self) -> bool:
        return bool(self.provinces or self.cities or self.departments)


def neighbours() -> Neighbours:
    """Every other platform except the hub, for choosing one. Anyone may ask."""
    nodes = sorted(queries.peers().exclude(role="hub"), key=lambda peer: (peer.regions, peer.name))
    local = [peer for peer in nodes if not peer.authorities]
    return Neighbours(
        provinces=_shown(peer for peer in local if _is_province(peer)),
        cities=_shown(peer for peer in local if not _is_province(peer)),
        departments=_shown(peer for peer in nodes if peer.authorities),
    )


def above() -> list[Neighbour]:
    """Whom this platform belongs to: the city's province, then the hub. Nobody when alone."""
    if not settings.TONGBAN_NODE or queries.is_hub():
        return []
    found = {peer.name: peer for peer in queries.peers()}
    parent = found.get(settings.PLATFORM.parent)
    hub = next((peer for peer in found.values() if peer.role == "hub"), None)
    return [Neighbour(peer) for peer in (parent, hub) if peer]


def _shown(peers: Iterable[Peer]) -> list[Neighbour]:
    return [Neighbour(peer) for peer in peers]


def _is_province(peer: Peer) -> bool:
    return all(region.endswith("0000") for region in peer.regions)
