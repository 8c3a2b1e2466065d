"""What goes when a person closes their account."""

from datetime import datetime

from django.db import transaction

from tongban.certificates.operations.codes import revoke_codes
from tongban.certificates.operations.copies import erase_copies
from tongban.certificates.operations.offers import erase_offers
from tongban.identity.models import Actor, Person


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> None:
    """Their codes and what other wallets hold count no more, and copies of what others issued are gone.

    What was issued here stays in the register of the authority that issued it.
    """
    revoke_codes(by=Actor(person), at=at)
    erase_offers(person=person, at=at)
    erase_copies(person=person, at=at)
