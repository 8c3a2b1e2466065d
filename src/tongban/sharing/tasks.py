"""What the worker does for sharing."""

from datetime import datetime

from tongban.catalog.rules import ByNode
from tongban.federation.queries import here
from tongban.sharing import operations


def publish(at: datetime) -> int:
    """Tell other nodes what they do not know yet of our registers."""
    return operations.publish(by=ByNode(here()), at=at) if here() else 0
