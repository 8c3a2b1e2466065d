"""Zones (区域通办), and who indexes whose offers. Anyone may ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings

from tongban.catalog.models import in_language
from tongban.catalog.rules import Mode
from tongban.federation.queries import here, hub, is_hub, peers, shared_zones

Texts = dict[str, str]


@dataclass(frozen=True)
class Shared:
    """One service on a zone's list, and how it is done for the neighbours' people."""

    code: str
    mode: Mode
    listed: str  # how sure it is that it is on the list
    sure: str  # how sure the mode is


@dataclass(frozen=True)
class Zone:
    """Platforms that do the same services for each other's people."""

    id: str
    names: Texts
    summary: Texts
    called: Mapping[str, Texts]  # the members by id, and their names
    services: Sequence[Shared]
    notes: Sequence[Mapping[str, Any]]

    @property
    def members(self) -> list[str]:
        return list(self.called)

    def __str__(self) -> str:
        return in_language(self.names)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        listed = [
            Shared(each["service"], Mode(each["mode"]), each["listed"], each["mode_confidence"])
            for each in data["services"]
        ]
        called = {name: data.get("called", {}).get(name, {"zh": name}) for name in data["members"]}
        return cls(data["id"], data["names"], data["summary"], called, listed, data["notes"])


def zones() -> list[Zone]:
    """The zones of this platform; all of them at the hub, none where nobody else is.

    As the registry has them, so that all members mean the same; before one is here, as our own
    files do.
    """
    if not here():
        return []
    shared = None if is_hub() else shared_zones()
    every = [Zone.read(zone) for zone in (settings.TONGBAN_ZONES if shared is None else shared)]
    return [zone for zone in every if is_hub() or here() in zone.members]


def zone_with_id(name: str) -> Zone | None:
    return next((zone for zone in zones() if zone.id == name), None)


def subscribers() -> set[str]:
    """Who is told what we do: the hub, and who is in a zone with us. The hub tells nobody."""
    if not here() or is_hub():
        return set()
    near = {member for zone in zones() for member in zone.members}
    known = set(peers().values_list("name", flat=True))
    return ({hub()} | near) & known
