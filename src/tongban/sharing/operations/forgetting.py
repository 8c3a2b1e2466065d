"""What becomes of the log of calls when an account is closed, and when it was kept long enough."""

from datetime import datetime, timedelta

from django.db import transaction

from tongban.audit import operations as audit
from tongban.identity.models import Person
from tongban.sharing.models import SharingCall


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: that a register was asked stays, what names them in it goes."""
    gone = SharingCall.objects.filter(person=person).update(proof="")
    audit.record("sharing.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone


@transaction.atomic
def forget_calls(*, kept: timedelta, at: datetime) -> int:
    """Delete lines of the log that were kept long enough."""
    return SharingCall.objects.filter(at__lt=at - kept).delete()[0]
