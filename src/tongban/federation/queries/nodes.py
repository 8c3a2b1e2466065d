"""Who is in the federation, and who answers for what."""

from typing import Final

from django.conf import settings

from tongban.federation.models import Peer
from tongban.federation.models.peers import PeerQuerySet
from tongban.federation.rules import prefix_of

HERE: Final = ""  # in tables, the empty name of a node means this one


def here() -> str:
    """The name of this node in the federation; empty when it stands alone. Anyone may ask."""
    return str(settings.TONGBAN_NODE)


def is_hub() -> bool:
    return bool(settings.TONGBAN_ROLE == "hub")


def hub() -> str:
    """The name of the hub; empty at the hub itself and at a node that stands alone."""
    found = Peer.objects.active().filter(role="hub").values_list("name", flat=True).first()
    return found or ""


def peers() -> PeerQuerySet:
    """Every other node we may talk to, by name. Anyone may ask."""
    return Peer.objects.active().exclude(name=here()).order_by("name")


def peer_named(name: str) -> Peer | None:
    return Peer.objects.active().filter(name=name).first()


def node_for(*, region: str, authority: str = "") -> str:
    """Which node answers for a region or a department: its name, or HERE.

    A department's own node comes first, then the nearest region. What nobody else answers for
    stays where it is asked: at the hub in the end.
    """
    others = list(peers())
    for peer in others:
        if authority and authority in peer.authorities:
            return peer.name
    mine = max(
        (len(p) for p in map(prefix_of, settings.TONGBAN_REGIONS) if region.startswith(p)),
        default=0,
    )
    best = max(others, key=lambda peer: (peer.nearness(region), peer.name), default=None)
    return best.name if best and best.nearness(region) > mine else HERE
