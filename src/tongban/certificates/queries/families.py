"""Reading who keeps whose certificates."""

from datetime import datetime
from uuid import UUID

from tongban.certificates.models import Certificate, CertificateQuerySet, FamilyTie
from tongban.certificates.models.families import FamilyTieQuerySet
from tongban.certificates.rules import TieKind
from tongban.identity.models import Person


def ties_of(relative: Person, *, at: datetime) -> FamilyTieQuerySet:
    """Those whose certificates a person may look at now. Only that person may ask."""
    live = FamilyTie.objects.live(at=at).filter(relative=relative)
    return live.select_related("holder", "relative").order_by("kind", "pk")


def ties_on(holder: Person, *, at: datetime) -> FamilyTieQuerySet:
    """Those who may look at a person's certificates now. Only that person may ask."""
    live = FamilyTie.objects.live(at=at).filter(holder=holder)
    return live.select_related("holder", "relative").order_by("pk")


def tie_of(person: Person, public_id: UUID, *, at: datetime) -> FamilyTie | None:
    """A live tie of either side."""
    live = FamilyTie.objects.live(at=at).filter(public_id=public_id)
    live = live.filter(relative=person) | live.filter(holder=person)
    return live.select_related("holder", "relative").first()


def parents_of(holder: Person, *, at: datetime) -> list[FamilyTie]:
    """The ties of those who also hear what a child is told. For operations."""
    ties = ties_on(holder, at=at).filter(kind=TieKind.CHILD)
    return list(ties)


def certificates_under(tie: FamilyTie) -> CertificateQuerySet:
    """Which live certificates there are to look at; what they say is told by the operation."""
    found = Certificate.objects.held_by(tie.holder).live()
    return found.select_related("type", "office").order_by("-issued_at", "-pk")
