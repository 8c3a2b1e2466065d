"""What other nodes tell us about ratings."""

from tongban.federation.rules import Event
from tongban.ratings import operations


def given(event: Event) -> None:
    """Somebody said at another platform how it went."""
    operations.hear(said=event.data, source=event.source, at=event.at)
