"""The tags, as a pack brings them."""

from collections.abc import Iterable, Mapping

from tongban.ratings.models import Norm


def load_norms(rows: Iterable[Mapping[str, object]]) -> int:
    """Make the rating tags what a pack says; a tag that is there already is changed."""
    norms = [Norm(**row) for row in rows]
    Norm.objects.bulk_create(
        norms,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "names", "in_use"],
    )
    return len(norms)
