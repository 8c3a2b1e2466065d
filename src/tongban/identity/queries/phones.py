"""Reading whether somebody's number was changed lately."""

from datetime import datetime

from tongban.crypto import vault
from tongban.identity.models import Person, PhoneChange
from tongban.identity.rules import Level

PLACE = "identity.phone_change"


def digest_of(name: str) -> str:
    return vault.blind(name, place=PLACE)


def level_for_phone(person: Person) -> Level:
    """What must be shown for a new number: who is only a phone, the phone; all others, their face."""
    return Level.PRESENT if person.level >= Level.MATCHED else Level.DECLARED


def change_called(name: str, *, at: datetime) -> PhoneChange | None:
    """The change that a link to the old number means. For whoever has that link."""
    found = PhoneChange.objects.open(at=at).filter(digest=digest_of(name))
    return found.select_related("person").first()


def change_of(person: Person, *, at: datetime) -> PhoneChange | None:
    """The last change that may still be taken back. Only that person may ask."""
    return PhoneChange.objects.open(at=at).filter(person=person).first()


def was_replaced(index: str, *, at: datetime) -> bool:
    """Whether a number belonged to an account until lately. For the door, after a right code."""
    return PhoneChange.objects.open(at=at).filter(old_index=index).exists()
