"""Reading certificates."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from tongban.catalog.models import Post
from tongban.certificates.models import (
    Certificate,
    CertificateQuerySet,
    CertificateType,
    Fetched,
)
from tongban.certificates.rules import Status
from tongban.core.statements import read
from tongban.federation.queries import HERE, here, hub
from tongban.identity.models import Actor, Organisation, Person
from tongban.identity.queries import signed_in_lately

MOST: Final = 200  # certificates of one person in one answer

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


def certificate_about(holder: Holder, about: str) -> Certificate | None:
    """What a holder got from one case, here or as a copy."""
    found = Certificate.objects.held_by(holder).filter(about=about)
    return found.select_related("type").order_by("-issued_at", "-pk").first()


def live_of(holder: Holder, type_code: str, *, on: date | None = None) -> Certificate | None:
    """The newest live certificate of a type; with `on`, one that has not run out by that day."""
    found = Certificate.objects.held_by(holder).live().filter(type__code=type_code)
    if on:
        found = found.not_over(on=on)
    return found.select_related("type", "office").order_by("-issued_at", "-pk").first()


def versions_of(certificate: Certificate) -> list[Certificate]:
    """Every version of one certificate that its holder has, newest first (关联证照)."""
    holder = certificate.person or certificate.organisation
    assert holder  # noqa: S101  the table says so
    found = Certificate.objects.held_by(holder).filter(
        type_id=certificate.type_id, identifier__startswith=certificate.versions_stem
    )
    return list(found.select_related("type", "office").order_by("-number"))


def successor_of(certificate: Certificate) -> Certificate | None:
    """What replaced one that was changed: its next version, or the live one of its kind."""
    if certificate.status != Status.CHANGED:
        return None
    later = [v for v in versions_of(certificate) if v.number > certificate.number]
    holder = certificate.person or certificate.organisation
    return later[0] if later else live_of(holder, certificate.type.code) if holder else None


def issued_at(post: Post) -> CertificateQuerySet:
    """What the office of a post issued, live ones first. For whoever works there."""
    found = Certificate.objects.filter(node=HERE, office=post.office_id)
    found = found.select_related("type", "office", "person", "organisation__legal_representative")
    return found.order_by(F("ended_at").asc(nulls_first=True), "-issued_at", "-pk")


def kinds_issued_at(post: Post) -> list[CertificateType]:
    """The kinds of which an office issued some."""
    used = Certificate.objects.filter(node=HERE, office=post.office_id).order_by()
    return list(CertificateType.objects.filter(pk__in=used.values("type")).order_by("code"))


def near_their_end(*, on: date) -> CertificateQuerySet:
    """Certificates of ours whose holders have something to hear by a day. For the worker."""
    due = Certificate.objects.live().filter(remind_on__lte=on)
    return due.select_related("type", "person", "organisation__legal_representative").order_by(
        "remind_on", "pk"
    )


LIVE_OF = """
JOIN certificates_certificatetype AS type ON type.id = it.type_id
WHERE it.{holder}_id = %s AND it.status = %s
AND (it.valid_until IS NULL OR it.valid_until >= %s)
ORDER BY it.issued_at, it.id
"""
LIVE_OF_PERSON = LIVE_OF.format(holder="person")
LIVE_OF_ORGANISATION = LIVE_OF.format(holder="organisation")


def live_by_type(holder: Holder, *, on: date) -> dict[str, Certificate]:
    """Every live certificate of a holder by type, the newest where there are several.

    For the services that the holder asks for; one statement.
    """
    live = LIVE_OF_PERSON if isinstance(holder, Person) else LIVE_OF_ORGANISATION
    asked = [holder.pk, Status.VALID.value, on]
    found = read(Certificate, live, asked, also="type.code AS kind")
    return {vars(certificate)["kind"]: certificate for certificate in found}


def type_called(code: str) -> CertificateType:
    """A type that the pack knows. Anyone may ask."""
    return CertificateType.objects.select_related("issuer").get(code=code)


def held_by(person: Person, *, but: str) -> list[Certificate]:
    """What a person holds that a node did not issue itself, for telling that node."""
    held = Certificate.objects.held_by(person).exclude(node=but).select_related("type")
    return list(held.order_by("-issued_at", "-pk")[:MOST])


def standing(identifier: object) -> dict[str, Any]:
    """Whether one of ours still holds, and nothing else of it; nothing if it is not ours.

    For other nodes. Nobody can guess an identifier: twelve of its characters are random.
    """
    found = Certificate.objects.filter(identifier=str(identifier), node=HERE).first()
    return {"status": found.status, "ended_reason": found.ended_reason} if found else {}


def types_called(codes: Iterable[str]) -> list[CertificateType]:
    """The types with these codes, those people show most often first. Anyone may ask."""
    return list(CertificateType.objects.filter(code__in=list(codes)).order_by("pk"))


def wallets_to_fetch(*, at: datetime) -> list[Person]:
    """Whoever came in by the hub after we last asked it about her. For the worker."""
    came = signed_in_lately(known_to=hub())
    rows = Fetched.objects.filter(person__in=[person.pk for person in came])
    known = {row.person_id: row for row in rows}
    return [
        person
        for person, since in came.items()
        if (row := known.get(person.pk)) is None
        or row.at < since
        or (row.next_at is not None and row.next_at <= at)
    ]


def told(certificate: Certificate) -> dict[str, Any]:
    """A certificate in words for another node. For operations that send; no screen shows it."""
    c = certificate
    return {
        "identifier": c.identifier,
        "type": c.type.code,
        "fields": c.fields,
        "number": c.number,
        "status": c.status,
        "issuer": c.issuer,
        "node": c.node or here(),
        "about": c.about,
        "synthetic": c.synthetic,
        "issued_at": c.issued_at.isoformat(),
        "valid_from": c.valid_from.isoformat(),
        "valid_until": c.valid_until.isoformat() if c.valid_until else None,
        "ended_at": c.ended_at.isoformat() if c.ended_at else None,
        "ended_reason": c.ended_reason,
        "why": c.why,
    }
