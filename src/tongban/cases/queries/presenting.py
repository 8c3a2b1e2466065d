"""What presenting a certificate would tell, to whom and what for; and what was presented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.cases.models import Case
from tongban.cases.queries.answers import wallet_of, with_types
from tongban.cases.queries.materials import still_good
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.platforms import platform_name
from tongban.cases.queries.routing import place_for
from tongban.cases.rules import presenting
from tongban.catalog.models import in_language
from tongban.certificates.models import Certificate
from tongban.certificates.rules.masking import masked


@dataclass(frozen=True)
class Told:
    """One field of a certificate, in words."""

    label: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """A certificate that this service has a use for: what is told of it, and what for.

    `answers` and `materials` are what it takes the place of; `is_given` says it was presented.
    """

    kind: str
    certificate: Certificate
    told: list[Told]
    kept_back: int  # how many fields nobody sees
    answers: list[str]
    materials: list[str]
    keys: frozenset[str]  # of the questions
    is_given: bool


@dataclass(frozen=True)
class Recipient:
    """Who gets what is presented."""

    authority: str
    platform: str


def sheets(case: Case, *, at: datetime) -> list[Sheet]:
    """Every certificate of the applicant's that would do here. Only for the applicant."""
    package, party = package_of(case), party_of(case)
    wallet = with_types(wallet_of(package, party, on=localdate(at)))
    given = still_good(list(_given(case)), on=localdate(at))
    used = {m.certificate.type.code: m.certificate for m in given if m.certificate}
    known = {key: value for key, value in case.answers.items() if value not in (None, "")}
    found = []
    for kind in presenting.kinds(package):
        certificate = used.get(kind) or wallet.get(kind)
        if certificate:
            found.append(_sheet(case, kind, certificate, known, is_given=kind in used))
    return found


def _sheet(
    case: Case, kind: str, certificate: Certificate, known: Mapping[str, Any], *, is_given: bool
) -> Sheet:
    package = package_of(case)
    fields = presenting.presented(package, kind, known)
    questions = presenting.answered_by(package, kind, known)
    return Sheet(
        kind=kind,
        certificate=certificate,
        told=list(told(certificate, fields, is_open=False)),
        kept_back=sum(1 for key in certificate.fields if key not in fields),
        answers=[in_language(dict(question.label)) for question in questions],
        materials=[in_language(dict(n.names)) for n in package.needs if n.certificate == kind],
        keys=frozenset(question.key for question in questions),
        is_given=is_given,
    )


def recipient(case: Case) -> Recipient:
    """The authority and the platform that would decide this draft, as far as it is known."""
    place = place_for(case.service, package_of(case), party_of(case), case.answers)
    ours = place.office.authority if place.office else None
    named = ours or case.service.authority
    return Recipient(in_language(named.names), platform_name(place.node))


def presented_in(case: Case) -> list[Sheet]:
    """The certificates that were handed in with a case, for those who handle it: only what was
    presented of each."""
    seen: dict[int, Sheet] = {}
    for material in _given(case).order_by("pk"):
        certificate = material.certificate
        if certificate is None or certificate.pk in seen:
            continue
        seen[certificate.pk] = Sheet(
            kind=certificate.type.code,
            certificate=certificate,
            told=list(told(certificate, material.fields, is_open=True)),
            kept_back=0,
            answers=[],
            materials=[],
            keys=frozenset(),
            is_given=True,
        )
    return list(seen.values())


def told(certificate: Certificate, fields: list[str], *, is_open: bool) -> Iterator[Told]:
    """These fields of a certificate in the order of its kind."""
    for field in certificate.type.fields:
        value = certificate.fields.get(field["key"])
        if field["key"] in fields and value not in (None, "", []):
            text = str(value) if is_open else masked(str(value), field)
            yield Told(in_language(field["label"]), text)


def _given(case: Case) -> Any:
    return case.materials.exclude(certificate=None).select_related("certificate__type")
