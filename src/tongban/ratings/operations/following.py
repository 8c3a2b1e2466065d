"""What came of a bad rating, as the register of problems says it."""

from datetime import datetime

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.ratings.models import Rating
from tongban.ratings.operations.refusals import NothingToRate
from tongban.ratings.operations.telling import tell_result


@transaction.atomic
def note_result(*, ref: str, mended: bool, result: str, by: Post, at: datetime) -> Rating:
    """It was put right, or it is said why not; from now on it can be rated again.

    Refuses with NothingToRate.
    """
    rating = _held(ref)
    rating.mended, rating.result = mended, result
    rating.save(update_fields=["mended", "result"])
    audit.record("ratings.followed_up", subject=rating, by=by.person, under=by.ref, at=at)
    if rating.occasion:
        tell_result(rating, rating.occasion, at=at)
    return rating


@transaction.atomic
def set_aside(*, ref: str, by: Post, at: datetime) -> Rating:
    """It was not given in good faith, or by mistake: kept, and not counted any more.

    Refuses with NothingToRate.
    """
    rating = _held(ref)
    rating.set_aside_at = at
    rating.save(update_fields=["set_aside_at"])
    audit.record("ratings.set_aside", subject=rating, by=by.person, under=by.ref, at=at)
    if rating.occasion:
        tell_result(rating, rating.occasion, at=at)
    return rating


def _held(ref: str) -> Rating:
    found = Rating.objects.select_for_update(of=("self",)).select_related("occasion")
    rating = found.filter(public_id=ref.removeprefix("rating/")).first()
    if rating is None:
        raise NothingToRate
    return rating
