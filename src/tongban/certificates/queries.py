"""Reading certificates."""

from datetime import date
from uuid import UUID

from tongban.certificates.models import Certificate, CertificateQuerySet, CertificateType
from tongban.certificates.rules import Status
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


# Every application asks this, and Django takes three times as long to build it as to run it.
LIVE_OF = """
SELECT certificate.*, type.code AS kind FROM certificates_certificate AS certificate
JOIN certificates_certificatetype AS type ON type.id = certificate.type_id
WHERE certificate.{holder}_id = %s AND certificate.status = %s
AND (certificate.valid_until IS NULL OR certificate.valid_until >= %s)
ORDER BY certificate.issued_at, certificate.id
"""
LIVE_OF_PERSON = LIVE_OF.format(holder="person")
LIVE_OF_ORGANISATION = LIVE_OF.format(holder="organisation")


def live_by_type(holder: Holder, *, on: date) -> dict[str, Certificate]:
    """Every live certificate of a holder by type, the newest where there are several.

    For the services that the holder asks for; one statement.
    """
    query = LIVE_OF_PERSON if isinstance(holder, Person) else LIVE_OF_ORGANISATION
    found = Certificate.objects.raw(query, [holder.pk, Status.VALID, on])
    return {vars(certificate)["kind"]: certificate for certificate in found}


def type_called(code: str) -> CertificateType:
    """A type that the pack knows. Anyone may ask."""
    return CertificateType.objects.select_related("issuer").get(code=code)
