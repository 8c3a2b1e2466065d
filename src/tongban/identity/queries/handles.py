"""Handles: the hub's name for somebody at one node, sealed to that node and signed by the hub."""

from dataclasses import dataclass
from datetime import datetime

from tongban.identity.models import Person


@dataclass(frozen=True)
class Handle:
    """What the hub says in a handle: who somebody is here, and the phone it has seen."""

    issuer: str
    subject: str
    phone: str


def handles_for(person: Person, *, but: str, at: datetime) -> dict[str, str]:
    """At the hub: a handle for every node except one, by name."""
    return {}


def opened(_handle: str) -> Handle | None:
    """What the hub says in a handle for us; None for none, or one that is not for us."""
    return None
