"""Issuing, replacing and cancelling certificates of our own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from tongban.audit import operations as audit
from tongban.audit.operations import Named
from tongban.catalog.models import Authority, Office, Post
from tongban.certificates.models import Certificate, CertificateType
from tongban.certificates.operations.telling import tell_others
from tongban.certificates.rules import Content, Status, completed, new_serial, serial_of
from tongban.certificates.rules.identifiers import certificate_identifier
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation.queries import HERE
from tongban.identity.models import Organisation, Person
from tongban.messages import operations as messages


class AlreadyHeld(Refusal):
    code = "already_held"
    message = _("There is a valid certificate of this kind already. Change that one instead.")


class NotOurs(Refusal):
    code = "not_our_certificate"
    message = _("Another platform issued this certificate, and only it can end it.")


class NoLongerValid(Refusal):
    code = "no_longer_valid"
    message = _("This certificate has been changed or cancelled meanwhile. Look at it again.")


@transaction.atomic
def issue(
    *,
    type: CertificateType,  # noqa: A002  the word of the domain
    holder: Person | Organisation,
    content: Content,
    issuer: Authority,
    office: Office | None,
    about: str,
    by: Named,
    at: datetime,
    replaces: Certificate | None = None,
    copied_to: Sequence[str] = (),
) -> Certificate:
    """Put a certificate into its holder's wallet; a new version ends the one it replaces.

    It keeps the serial number of the old one and counts on (关联证照).

    In a federation the hub is told, and these other nodes. Refuses with AlreadyHeld or
    NoLongerValid.
    """
    if replaces:
        end(replaces, Status.CHANGED, "", at)
    number = replaces.number + 1 if replaces else 1
    serial = serial_of(replaces.identifier) if replaces else content.serial or new_serial(at=at)
    identifier = certificate_identifier(
        type_code=type.type_code, issuer=uscc_of(issuer), serial=serial, version=number
    )
    numbers = _numbers(serial, replaces)
    with refusing(ONCE):
        certificate = Certificate.objects.create(
            identifier=identifier,
            type=type,
            single=not type.many,
            person=holder if isinstance(holder, Person) else None,
            organisation=holder if isinstance(holder, Organisation) else None,
            fields=completed(content, [field["key"] for field in type.fields], numbers),
            number=number,
            office=office,
            issuer=issuer.names,
            about=about,
            replaces=replaces,
            copied_to=sorted(copied_to),
            node=content.node,
            issued_at=at,
            valid_from=content.valid_from,
            valid_until=content.valid_until,
        )
    detail: dict[str, object] = {"type": type.code, "number": number, "about": about}
    audit.record("certificates.issued", subject=certificate, by=by, at=at, detail=detail)
    tell_others(certificate, "certificate.issued", at=at)
    return certificate


def _numbers(serial: str, replaces: Certificate | None) -> dict[str, str]:
    """The number by which people call it, invented here; a new version keeps that of the old."""
    fresh = {
        "cert_no": serial,
        "card_no": serial,
        "passport_no": serial[-9:],
        "uscc": _invented_uscc("92000000", serial),
    }
    before = replaces.fields if replaces else {}
    return fresh | {key: str(before[key]) for key in fresh if before.get(key)}


ONCE: Mapping[str, type[Refusal]] = {
    "person_has_one_live_certificate_of_a_type": AlreadyHeld,
    "organisation_has_one_live_certificate_of_a_type": AlreadyHeld,
}


@transaction.atomic
def cancel(*, certificate: Certificate, reason: str, by: Post, at: datetime) -> Certificate:
    """End a certificate for good, and tell its holder. Refuses with NoLongerValid.

    A copy is ended by who issued it: refuses with NotOurs.
    """
    if certificate.node != HERE:
        raise NotOurs
    end(certificate, Status.CANCELLED, reason, at)
    holder = certificate.person
    if holder is None and certificate.organisation:
        holder = certificate.organisation.legal_representative
    if holder:
        params: dict[str, object] = {"certificate": certificate.type.names, "reason": reason}
        messages.queue(
            "certificates/cancelled", to=holder, about=certificate.ref, at=at, params=params
        )
    audit.record("certificates.cancelled", subject=certificate, by=by.person, under=by.ref, at=at)
    tell_others(certificate, "certificate.status", at=at)
    return certificate


def end(certificate: Certificate, status: Status, reason: str, at: datetime) -> None:
    """Claim the certificate in one statement; whoever comes second is refused."""
    live = Certificate.objects.live().filter(pk=certificate.pk)
    if not live.update(status=status, ended_at=at, ended_reason=reason):
        raise NoLongerValid
    certificate.status, certificate.ended_at, certificate.ended_reason = status, at, reason


def uscc_of(authority: Authority) -> str:
    """The authority's credit code, or an invented one that is always the same and adds up."""
    return authority.uscc or _invented_uscc("11100000TB", authority.code)


def _invented_uscc(start: str, seed: str) -> str:
    digits = str(int(sha256(seed.encode()).hexdigest(), 16))
    body = f"{start}{digits}"[:17]
    return body + str(uscc.calc_check_digit(body))


def load_types(rows: Iterable[Mapping[str, object]], *, issuers: Mapping[str, Authority]) -> int:
    """Make the kinds of certificates what a pack says; a kind that is there already is changed."""
    kinds = [CertificateType(**dict(row) | {"issuer": issuers[str(row["issuer"])]}) for row in rows]
    changeable = [field.name for field in CertificateType._meta.concrete_fields]
    CertificateType.objects.bulk_create(
        kinds,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in changeable if name not in {"id", "code"}],
    )
    return len(kinds)
