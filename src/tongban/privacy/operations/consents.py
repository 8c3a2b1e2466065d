"""Taking consent back, with effect at every platform."""

from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.federation import operations as federation
from tongban.federation.queries import here
from tongban.identity.models import Consent, Person
from tongban.identity.operations import openid
from tongban.identity.queries import nodes_of, subject_for
from tongban.identity.rules import PLATFORMS
from tongban.privacy.rules import alone, purpose_of

TOPIC: Final = "consent.withdrawn"


@transaction.atomic
def withdraw(*, consent: Consent, at: datetime) -> None:
    """Take back what was allowed: whoever it was allowed stops, here and elsewhere.

    Refuses with NothingAllowed.
    """
    openid.withdraw_consent(consent=consent, at=at)
    if consent.to == PLATFORMS or consent.to.startswith(alone("")):
        _tell(consent.person, purpose_of(consent.to), at=at)


@transaction.atomic
def agree(*, person: Person, purpose: str, at: datetime) -> Consent:
    """Allow a purpose that stands alone. It is asked once, and holds wherever it is needed."""
    return openid.set_consent(person=person, to=alone(purpose), given=True, at=at)


@transaction.atomic
def object_to(*, person: Person, purpose: str, at: datetime) -> None:
    """Do not allow a purpose that stands alone, whether or not it was allowed before."""
    openid.set_consent(person=person, to=alone(purpose), given=False, at=at)
    _tell(person, purpose, at=at)


def _tell(person: Person, purpose: str, *, at: datetime) -> None:
    if not here():
        return
    for node in nodes_of(person):
        data = {"subject": {"sub": subject_for(person, to=node)["sub"]}, "purpose": purpose}
        federation.send(TOPIC, to=[node], about=f"purpose/{purpose}", data=data, at=at)
