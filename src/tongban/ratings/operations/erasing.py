"""What remains of a rating when the account of who gave it is closed."""

from datetime import datetime

from django.db import transaction

from tongban.audit import operations as audit
from tongban.identity.models import Person
from tongban.ratings.models import Rating


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: the stars stay, what they wrote goes."""
    gone = Rating.objects.filter(rater=person).update(comment="", idempotency_key=None)
    audit.record("ratings.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone
