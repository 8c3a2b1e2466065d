"""Reading whether an account is about to be closed, and what stands in the way."""

from datetime import datetime

from tongban.identity.models import Person
from tongban.privacy.models import Closing
from tongban.privacy.providers import holders


def closing_of(person: Person) -> Closing | None:
    """The closing that a person asked for and may still stop. Only that person may ask."""
    return Closing.objects.filter(person=person, kept_at=None, done_at=None).first()


def what_waits(person: Person, *, at: datetime) -> dict[str, int]:
    """What is still open for a person, by kind. Only that person may ask."""
    found = {kind: count(person, at=at) for kind, count in holders().items()}
    return {kind: count for kind, count in found.items() if count}
