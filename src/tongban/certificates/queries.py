"""Reading certificates."""

from datetime import date
from uuid import UUID

from tongban.certificates.models import Certificate, CertificateQuerySet, CertificateType
from tongban.identity.models import Actor, Organisation, Person

Holder = Person | Organisation


def certificates_of(actor: Actor) -> CertificateQuerySet:
    """The wallet of a person, or of the firm they act for: live ones first, then by age."""
    return (
        Certificate.objects.held_by(actor.organisation or actor.person)
        .select_related("type", "office")
        .order_by("ended_at", "-issued_at", "-pk")
    )


def certificate_of(actor: Actor, public_id: UUID) -> Certificate | None:
    """One certificate of the actor's wallet."""
    return certificates_of(actor).filter(public_id=public_id).first()


def live_of(holder: Holder, type_code: str, *, on: date | None = None) -> Certificate | None:
    """The newest live certificate of a type; with `on`, one that has not run out by that day."""
    found = Certificate.objects.held_by(holder).live().filter(type__code=type_code)
    if on:
        found = found.not_over(on=on)
    return found.select_related("type", "office").order_by("-issued_at", "-pk").first()


def live_by_type(holder: Holder, *, on: date) -> dict[str, Certificate]:
    """Every live certificate of a holder by type, the newest where there are several.

    For the services that the holder asks for; one statement.
    """
    found = Certificate.objects.held_by(holder).live().not_over(on=on).select_related("type")
    return {c.type.code: c for c in found.order_by("issued_at", "pk")}


def type_called(code: str) -> CertificateType:
    """A type that the pack knows. Anyone may ask."""
    return CertificateType.objects.select_related("issuer").get(code=code)
