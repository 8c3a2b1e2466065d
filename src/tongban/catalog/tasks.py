"""What the worker does for the catalogue."""

from datetime import datetime

from tongban.catalog.operations import indexing, misses


def rebuild_index(at: datetime) -> int:
    """Build the search index when the catalogue changed or the index is gone."""
    return indexing.reindex_if_stale(at=at)


def import_misses(at: datetime) -> int:
    """Count the searches that found nothing."""
    return misses.take_in(at=at)
