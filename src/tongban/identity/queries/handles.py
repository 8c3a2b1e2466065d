"""Handles: the hub's name for somebody at one node, sealed to that node and signed by the hub."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Handle:
    """What the hub says in a handle: who somebody is here, and the phone it has seen."""

    issuer: str
    subject: str
    phone: str


def opened(_handle: str) -> Handle | None:
    """What the hub says in a handle for us; None for none, or one that is not for us."""
    return None
