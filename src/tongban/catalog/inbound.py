"""What other nodes tell us about the catalogue; `config/topics.py` names these functions."""

from datetime import datetime

from tongban.catalog.operations import frequent, offers
from tongban.catalog.rules import ByNode
from tongban.federation.models import Peer
from tongban.federation.queries import peer_named
from tongban.federation.rules import Event, NotYet


def published(event: Event) -> None:
    """A node says how it does a service."""
    offers.take_in(
        document=str(event.data["offer"]),
        source=_source(event),
        by=ByNode(event.source),
        at=event.at,
    )


def listed(event: Event) -> None:
    """The hub says which services everybody uses."""
    frequent.take_in(
        document=str(event.data["list"]),
        source=_source(event),
        by=ByNode(event.source),
        at=event.at,
    )


def withdrawn(event: Event) -> None:
    """A node no longer does a service."""
    offers.withdraw(
        code=str(event.data["service"]),
        source=_source(event),
        withdrawn_at=datetime.fromisoformat(str(event.data["withdrawn_at"])),
        by=ByNode(event.source),
        at=event.at,
    )


def _source(event: Event) -> Peer:
    peer = peer_named(event.source)
    if peer is None:
        raise NotYet("peer_unknown")
    return peer
