"""How much somebody can show here."""

from tongban.federation import queries as federation
from tongban.identity.rules import Level


def most_shown_here() -> Level:
    """What a citizen can show at this platform itself: at a node with a hub, name and phone.

    Who has to show more does so at the hub, so that all platforms mean the same by it.
    """
    return Level.MATCHED if federation.hub() else Level.CERTIFIED
