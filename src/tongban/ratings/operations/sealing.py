"""Opening ratings in batches, so that nobody can tell from the time whose it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.audit import operations as audit
from tongban.audit.operations import Named
from tongban.ratings.models import Rating
from tongban.ratings.rules import HIDDEN_FOR


class Sealer:
    """The clock, which seals; no person is behind it."""

    public_id = UUID(int=0)


@transaction.atomic
def seal(*, at: datetime, by: Named | None = None) -> int:
    """Open every rating that was hidden long enough, all in one batch; says how many."""
    batch = Rating.objects.filter(sealed_at=None, rated_at__lte=at - HIDDEN_FOR)
    waiting = list(batch.select_for_update(of=("self",)).order_by("pk"))
    for rating in waiting:
        rating.sealed_at = at
        audit.record("ratings.sealed", subject=rating, by=by or Sealer(), at=at)
    Rating.objects.bulk_update(waiting, ["sealed_at"])
    return len(waiting)
