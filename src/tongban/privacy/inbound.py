"""What other nodes tell us about looks at the people we know."""

from tongban.federation.rules import Event
from tongban.privacy import operations


def recorded(event: Event) -> None:
    """Somebody looked, at another node."""
    operations.hear_access(said=event.data, source=event.source, at=event.at)


def closed(event: Event) -> None:
    """At the hub, somebody closed their account."""
    operations.hear_closed(said=event.data, source=event.source, at=event.at)
