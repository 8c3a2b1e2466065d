"""Looking in the figures for signs that people were made to rate well."""

from collections.abc import Sequence
from dataclasses import replace
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
    lately = lately.select_related("occasion__clerk").defer("rater", "comment", "result")
    names: dict[str, str] = {}
    found = looked_through(_given(rating, names) for rating in lately.iterator(chunk_size=500))
    return [replace(desk, desk=names[desk.desk]) for desk in found]


def _given(rating: Rating, names: dict[str, str]) -> Given:
    occasion = rating.occasion
    assert occasion and occasion.clerk  # noqa: S101  they were asked for
    names[str(occasion.clerk_id)] = occasion.clerk.name
    return Given(
        office=rating.office,
        desk=str(occasion.clerk_id),
        level=rating.level,
        obtained=rating.obtained,
        ended_at=occasion.ended_at,
        rated_at=rating.rated_at,
    )
