"""How it goes with each peer, for its operators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from tongban.federation.models import Contact, Incoming, Outgoing, Peer

OPEN = Q(received_at=None) | Q(dead_at__isnull=False)


@dataclass(frozen=True)
class Neighbour:
    """A peer, what waits for it and from it, and how the last contact went."""

    peer: Peer
    contact: Contact
    waiting: int = 0
    oldest: datetime | None = None
    dead: int = 0
    to_apply: int = 0
    dead_here: int = 0
    lag: timedelta = timedelta(0)


def neighbours(*, at: datetime) -> list[Neighbour]:
    """Every peer by name, also the excluded ones. Operators may ask. Four statements."""
    contacts = {contact.peer: contact for contact in Contact.objects.all()}
    out = _counted(Outgoing.objects.filter(OPEN), "to")
    came = _counted(Incoming.objects.filter(applied_at=None), "source")
    found = []
    for peer in Peer.objects.order_by("revoked", "name"):
        waits, comes = out.get(peer.name, {}), came.get(peer.name, {})
        oldest = waits.get("oldest")
        found.append(
            Neighbour(
                peer,
                contacts.get(peer.name) or Contact(peer=peer.name),
                waiting=waits.get("alive", 0),
                oldest=oldest,
                dead=waits.get("dead", 0),
                to_apply=comes.get("alive", 0),
                dead_here=comes.get("dead", 0),
                lag=max(timedelta(0), at - oldest) if oldest else timedelta(0),
            )
        )
    return found


def _counted(rows: Any, by: str) -> dict[str, dict[str, Any]]:
    alive = Q(dead_at=None)
    grouped = (
        rows.order_by()
        .values(by)
        .annotate(
            alive=Count("pk", filter=alive),
            dead=Count("pk", filter=~alive),
            oldest=Min("happened_at", filter=alive),
        )
    )
    return {row[by]: row for row in grouped}
