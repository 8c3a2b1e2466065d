"""Looking in the figures for signs that people were made to rate well."""

from collections.abc import Sequence
from datetime import datetime

from tongban.ratings.models import Rating
from tongban.ratings.rules import Desk, Given, looked_through
from tongban.ratings.rules.pressure import PERIOD


def desks_of(office: str = "", *, at: datetime) -> Sequence[Desk]:
    """What stands out at the desks of an office, or of all of ours. For supervisors.

    Sealed or not: it shows counts and patterns, and neither words nor who rated.
    """
    lately = Rating.objects.filter(round=1, node="", rated_at__gt=at - PERIOD)
    lately = lately.filter(occasion__clerk__isnull=False, rated_at__lte=at)
    if office:
        lately = lately.filter(office=office)
    rows = lately.values_list(
        "office", "occasion__clerk__name", "level", "obtained", "occasion__ended_at", "rated_at"
    )
    return looked_through(Given(*row) for row in rows.iterator())
