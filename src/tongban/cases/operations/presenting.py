"""Presenting a certificate to a service: exactly the fields that it declares, and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.cases.models import Case, Material
from tongban.cases.operations.holding import at_desk, own
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import NotNow, WrongCertificate
from tongban.cases.queries.answers import sourced, wallet_of
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.rules import WITH_APPLICANT, Deed, Status
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Package
from tongban.cases.rules.presenting import FILLS, answered_by, kinds, presented
from tongban.catalog.models import Post
from tongban.certificates import operations as certificates
from tongban.certificates.models import Certificate
from tongban.certificates.queries import live_by_type
from tongban.federation.queries import here
from tongban.identity.models import Actor


@transaction.atomic
def present(*, case: Case, kind: str, by: Actor, at: datetime) -> Case:
    """Present the certificate of this kind: it answers its questions and strikes its materials out.

    Files that were handed in in its place are let go. Refuses with WrongCertificate or NotNow.
    """
    case, package = _open(case, by, at=at)
    party = party_of(case)
    wallet = wallet_of(package, party, on=localdate(at))
    certificate = wallet.get(kind)
    if certificate is None or kind not in kinds(package):
        raise WrongCertificate
    known = {
        question.key: sourced(question.prefill, party, wallet)
        for question in answered_by(package, kind, case.answers)
    }
    said = {key: value for key, value in known.items() if value not in (None, "")}
    case.answers = {**case.answers, **said}
    case.revision += 1
    case.save(update_fields=["answers", "revision"])
    keys = [need.key for need in package.needs if need.certificate == kind] or [f"{FILLS}{kind}"]
    fields = presented(package, kind, case.answers)
    case.materials.filter(key__in=keys).delete()
    for key in keys:
        Material.objects.create(case=case, key=key, certificate=certificate, fields=fields, at=at)
    record(case, "certificate_presented", by=by, at=at, detail={"kind": kind, "fields": fields})
    return case


@transaction.atomic
def take_back(*, case: Case, kind: str, by: Actor, at: datetime) -> Case:
    """Present a certificate no longer; what it answered stays and can be written anew.

    Refuses with WrongCertificate or NotNow.
    """
    case, _package = _open(case, by, at=at)
    if not case.materials.filter(certificate__type__code=kind).delete()[0]:
        raise WrongCertificate
    record(case, "certificate_taken_back", by=by, at=at, detail={"kind": kind})
    return case


def ask_issuers(*, case: Case, by: Post, at: datetime) -> list[Certificate]:
    """Ask whoever issued them whether the certificates of a case still hold; returns those that
    nobody answered for.

    Refuses with CaseGone, MayNot, OwnCase or CaseElsewhere. Never inside a transaction.
    """
    _noted(case, by, at=at)
    return confirm_given(case, at=at)


@transaction.atomic
def _noted(case: Case, by: Post, *, at: datetime) -> None:
    held = at_desk(case, by, Deed.TAKE)
    audit.record("cases.issuers_asked", subject=held, by=by.person, under=by.ref, at=at)


def confirm_given(case: Case, *, at: datetime) -> list[Certificate]:
    """Before a case is decided. Nothing is asked for what was issued here."""
    if not here():
        return []
    given = case.materials.filter(certificate__isnull=False).exclude(certificate__node=HERE)
    copies = [m.certificate for m in given.select_related("certificate") if m.certificate]
    return certificates.confirm(certificates=_once(copies), at=at)


def confirm_held(case: Case, *, by: Actor, at: datetime) -> None:
    """Before a case is handed in: whatever of another platform it might stand on."""
    if here() and case.applicant_id == by.person.pk and Status(case.status) in WITH_APPLICANT:
        confirm_wallet(package_of(case), by, at=at)


def confirm_wallet(package: Package, by: Actor, *, at: datetime) -> None:
    wanted = kinds(package) if here() else []
    if wanted:
        held = live_by_type(by.organisation or by.person, on=localdate(at))
        copies = [held[kind] for kind in wanted if kind in held]
        certificates.confirm(certificates=_once(copies), at=at)


def _once(found: Sequence[Certificate]) -> list[Certificate]:
    return list({certificate.pk: certificate for certificate in found}.values())


def _open(case: Case, by: Actor, *, at: datetime) -> tuple[Case, Package]:
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        raise NotNow
    return case, package_of(case)
