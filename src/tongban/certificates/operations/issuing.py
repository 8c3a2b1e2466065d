"""Issuing, replacing and cancelling certificates of our own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from tongban.audit import operations as audit
from tongban.audit.operations import Named
from tongban.catalog.models import Authority, Office, Post
from tongban.catalog.rules import Role
from tongban.certificates.models import Certificate, CertificateType
from tongban.certificates.operations.telling import tell_others
from tongban.certificates.rules import (
    Content,
    Ending,
    Status,
    completed,
    field_faults,
    new_serial,
    next_reminder,
    serial_of,
)
from tongban.certificates.rules.identifiers import certificate_identifier
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.federation.queries import HERE
from tongban.identity.models import Organisation, Person
from tongban.identity.operations import end_all_powers
from tongban.messages import operations as messages


class AlreadyHeld(Refusal):
    code = "already_held"
    message = _("There is a valid certificate of this kind already. Change that one instead.")


class NotOurs(Refusal):
    code = "not_our_certificate"
    message = _("Another platform issued this certificate, and only it can end it.")


class NotIssuedHere(Refusal):
    code = "not_issued_here"
    message = _("Another office issued this certificate, and only that one can end it.")


class FieldsFaulty(Refusal):
    """`faults` says by field what is wrong."""

    code = "certificate_fields_faulty"
    message = _("What the certificate should say is not written as this kind demands.")


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

    In a federation the hub is told, and these other nodes, and those that have the old one.
    Refuses with FieldsFaulty, AlreadyHeld or NoLongerValid.
    """
    if replaces:
        end(replaces, Status.CHANGED, "", at)
        tell_others(replaces, "certificate.status", at=at)
    number = replaces.number + 1 if replaces else 1
    serial = serial_of(replaces.identifier) if replaces else content.serial or new_serial(at=at)
    identifier = certificate_identifier(
        type_code=type.type_code, issuer=uscc_of(issuer), serial=serial, version=number
    )
    fields = _fields(type, content, _numbers(serial, replaces), at=at)
    with refusing(ONCE):
        certificate = Certificate.objects.create(
            identifier=identifier,
            type=type,
            single=not type.many,
            person=holder if isinstance(holder, Person) else None,
            organisation=holder if isinstance(holder, Organisation) else None,
            fields=fields,
            number=number,
            office=office,
            issuer=issuer.names,
            about=about,
            replaces=replaces,
            copied_to=sorted({*copied_to, *(replaces.copied_to if replaces else ())}),
            node=content.node,
            issued_at=at,
            valid_from=content.valid_from,
            valid_until=content.valid_until,
            remind_on=_reminder(type, content),
        )
    detail: dict[str, object] = {"type": type.code, "number": number, "about": about}
    audit.record("certificates.issued", subject=certificate, by=by, at=at, detail=detail)
    tell_others(certificate, "certificate.issued", at=at)
    return certificate


def _fields(
    type: CertificateType,  # noqa: A002
    content: Content,
    numbers: Mapping[str, str],
    *,
    at: datetime,
) -> dict[str, object]:
    """What it says, once it is known that it can be said."""
    fields = completed(content, [field["key"] for field in type.fields], numbers)
    if faults := field_faults(fields, type.fields, on=localdate(at)):
        raise FieldsFaulty(faults=faults)
    return fields


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


def _reminder(type: CertificateType, content: Content) -> date | None:  # noqa: A002
    """Who issued it reminds of its end; a copy stays silent."""
    if content.node != HERE:
        return None
    return next_reminder(content.valid_until, type.remind, after=content.valid_from)


MAY_END: Final = {Role.OFFICER, Role.CHIEF}
ENDS_THE_FIRM: Final = {Ending.CEASED, Ending.REVOKED, Ending.DECEIT}
ONCE: Mapping[str, type[Refusal]] = {
    "person_has_one_live_certificate_of_a_type": AlreadyHeld,
    "organisation_has_one_live_certificate_of_a_type": AlreadyHeld,
}


@transaction.atomic
def cancel(
    *,
    certificate: Certificate,
    reason: str,
    why: Ending = Ending.OTHER,
    by: Post,
    at: datetime,
) -> Certificate:
    """End a certificate for good, and tell its holder why and what they can do.

    Only who decides at the office that issued it may: refuses with NotOurs or NotIssuedHere, and with
    NoLongerValid.
    """
    if certificate.node != HERE:
        raise NotOurs
    if certificate.office_id not in (None, by.office_id) or by.role not in MAY_END:
        raise NotIssuedHere
    end(certificate, Status.CANCELLED, reason, at, why=why)
    end_what_hangs_on(certificate, by=by.person, under=by.ref, at=at)
    params: dict[str, object] = {"certificate": certificate.type.names}
    params |= {"reason": reason, "why": why.value}
    messages.queue(
        "certificates/cancelled",
        to=whom_to_tell(certificate),
        about=certificate.ref,
        at=at,
        params=params,
    )
    detail: dict[str, object] = {"why": why.value}
    audit.record(
        "certificates.cancelled",
        subject=certificate,
        by=by.person,
        under=by.ref,
        at=at,
        detail=detail,
    )
    tell_others(certificate, "certificate.status", at=at)
    return certificate


def end_what_hangs_on(certificate: Certificate, *, by: Named, under: str, at: datetime) -> None:
    """Where a firm has ended, so have the powers to act for it that hang on its licence."""
    carries = certificate.type.guide.get("powers") and certificate.why in ENDS_THE_FIRM
    if certificate.organisation and carries:
        end_all_powers(organisation=certificate.organisation, by=by, under=under, at=at)


def whom_to_tell(certificate: Certificate) -> Person:
    """Its holder, or the legal representative of the firm that holds it."""
    firm = certificate.organisation
    holder = certificate.person or (firm and firm.legal_representative)
    assert holder  # noqa: S101  the table says so
    return holder


def end(
    certificate: Certificate, status: Status, reason: str, at: datetime, *, why: str = ""
) -> None:
    """Claim the certificate in one statement; whoever comes second is refused."""
    live = Certificate.objects.live().filter(pk=certificate.pk)
    facts = {"status": status, "ended_at": at, "ended_reason": reason, "why": why}
    if not live.update(**facts, remind_on=None):
        raise NoLongerValid
    for name, value in facts.items():
        setattr(certificate, name, value)
    certificate.remind_on = None


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
