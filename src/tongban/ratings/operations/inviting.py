"""Something ended: from now on it can be rated."""

from datetime import datetime

from tongban.identity.models import Person
from tongban.ratings.models import Occasion
from tongban.ratings.rules import Ended


def invite(
    *, ended: Ended, rater: Person | None, clerk: Person | None = None, at: datetime
) -> None:
    """Whoever it was for may rate it, once. What ends again, after a protest, ended then.

    Called in the transaction in which it ends, which leaves its own line in the trail.
    """
    occasion = Occasion(
        about=ended.about,
        kind=ended.kind,
        names=dict(ended.names),
        reference=ended.reference,
        service=ended.service,
        authority=ended.authority,
        office=ended.office,
        node=ended.node,
        told=sorted({*ended.told} - {""}),
        counter=ended.counter,
        clerk=clerk,
        rater=rater,
        ended_at=at,
    )
    changed = ("authority", "office", "node", "told", "counter", "clerk", "ended_at")
    Occasion.objects.bulk_create(
        [occasion], update_conflicts=True, unique_fields=["about"], update_fields=changed
    )


def take_back(*, about: str) -> None:
    """It goes on after all; what was rated stays rated."""
    Occasion.objects.filter(about=about, ratings=None).delete()
