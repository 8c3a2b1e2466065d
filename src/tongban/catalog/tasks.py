"""What the worker does for the catalogue."""

from datetime import datetime

from tongban.catalog.operations import frequent, indexing, misses, publishing
from tongban.catalog.rules import ByNode
from tongban.federation.queries import here


def rebuild_index(at: datetime) -> int:
    """Build the search index when the catalogue changed or the index is gone."""
    return indexing.reindex_if_stale(at=at)


def import_misses(at: datetime) -> int:
    """Count the searches that found nothing."""
    return misses.take_in(at=at)


def publish(at: datetime) -> int:
    """Tell other nodes what they do not know yet of what we do."""
    if not here():
        return 0
    us = ByNode(here())
    return publishing.publish(by=us, at=at) + frequent.publish(by=us, at=at)
