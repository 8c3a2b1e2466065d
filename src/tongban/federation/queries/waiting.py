"""What waits for whom, and how it goes with each peer."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from tongban.core.refusal import Refusal
from tongban.federation.models import Contact, Outgoing
from tongban.federation.queries.nodes import here, peers
from tongban.federation.queries.trust import trust

GREET_EVERY: Final = timedelta(seconds=60)


def awaited(*, at: datetime) -> list[str]:
    """The peers for whom something waits and who can be talked to now."""
    if not here() or not _trusting(at=at):
        return []
    waits = Outgoing.objects.waiting().filter(to=OuterRef("name"))
    rests = Contact.objects.filter(peer=OuterRef("name"), next_at__gt=at)
    found = peers().filter(Exists(waits), ~Exists(rests))
    return list(found.values_list("name", flat=True))


def peers_to_greet(*, at: datetime) -> list[str]:
    """The peers from whom no answer came for a while."""
    if not here() or not _trusting(at=at):
        return []
    lately = Contact.objects.filter(reached_at__gt=at - GREET_EVERY).values_list("peer", flat=True)
    resting = Contact.objects.filter(next_at__gt=at).values_list("peer", flat=True)
    found = peers().exclude(name__in=lately).exclude(name__in=resting)
    return list(found.values_list("name", flat=True))


def _trusting(*, at: datetime) -> bool:
    try:
        trust(at=at)
    except Refusal:
        return False
    return True
