"""Several cases begun by one form, in their order (一件事)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.audit import operations as audit
from tongban.cases.models import Case, Consent, Material
from tongban.cases.operations.drafting import merged, new_case, offered
from tongban.cases.operations.handing_in import complete, hand_in_new
from tongban.cases.operations.moving import Move, move, place, tell_applicant, trace
from tongban.cases.operations.refusals import ConsentGone
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.answering import case_about
from tongban.cases.queries.bundles import begun, is_over, standing_of
from tongban.cases.queries.checking import Checked
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.results import certificate_from
from tongban.cases.rules import Status
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Part
from tongban.catalog.queries import published_service
from tongban.certificates import operations as certificates
from tongban.core.refusal import Refusal
from tongban.core.statements import add
from tongban.identity.models import Actor, Person, id_index
from tongban.identity.queries import person_with_number
from tongban.messages import operations as messages

OVER = frozenset({Status.GRANTED, Status.REFUSED, Status.NOT_ACCEPTED, Status.WITHDRAWN})


def begin_bundle(case: Case, ready: Checked, *, by: Actor, at: datetime) -> Case:
    """Take the form of a bundle in: ask who else must agree, then begin what can begin."""
    case.answers, case.submitted_at = ready.answers, at
    case.revision += 1
    place(case, Status.IN_PARTS)
    case.save(update_fields=["answers", "submitted_at", "revision", "status", "desk", "progress"])
    for need in ready.materials:
        if need.certificate and need.state == "held":
            add(Material(case=case, key=need.key, certificate=need.certificate, at=at))
    tell_others(case, [trace(case, Move(Status.IN_PARTS, "bundle_begun", by, at))], at=at)
    for assent in ready.package.assents:
        _ask(case, assent.id, _said(case, assent.name), _said(case, assent.number), at=at)
    _begin_parts(case, at=at)
    return case


def go_on(case: Case, *, at: datetime) -> None:
    """After something happened to a part: begin what waited for it, and end when all is over."""
    if case.bundle_id is None or case.origin != HERE or Status(case.status) not in OVER:
        return
    bundle = Case.objects.select_for_update(of=("self",)).select_related("service", "applicant")
    whole = bundle.get(pk=case.bundle_id)
    if whole.status == Status.IN_PARTS:
        _begin_parts(whole, at=at)


@transaction.atomic
def hear_certificate(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """Another node issued a certificate; a part of a bundle may have waited for it.

    Refuses as `certificates.hear` does.
    """
    certificates.hear(said=said, source=source, at=at)
    case = case_about(said["certificate"]["about"])
    if case:
        go_on(case, at=at)


@transaction.atomic
def agree(*, consent: Consent, by: Person, at: datetime) -> Case:
    """Agree to what somebody else applies for, so that it can begin. Refuses with ConsentGone."""
    consent = _answered(consent, by, given=True, at=at)
    case = Case.objects.select_for_update(of=("self",)).get(pk=consent.case_id)
    step = Move(Status.IN_PARTS, "consent_given", Actor(by), at)
    place(case, Status.IN_PARTS)
    case.save(update_fields=["status", "desk", "progress"])
    tell_others(case, [trace(case, step)], at=at)
    _begin_parts(case, at=at)
    return case


@transaction.atomic
def decline(*, consent: Consent, by: Person, at: datetime) -> Case:
    """Do not agree: then none of it begins, and the applicant is told. Refuses with ConsentGone."""
    consent = _answered(consent, by, given=False, at=at)
    case = Case.objects.select_for_update(of=("self",)).get(pk=consent.case_id)
    case.closed_at = at
    return move(case, Move(Status.CLOSED, "consent_refused", Actor(by), at), "closed_at")


def _answered(consent: Consent, by: Person, *, given: bool, at: datetime) -> Consent:
    waiting = Consent.objects.select_for_update(of=("self",)).filter(
        pk=consent.pk, answered_at=None, case__status=Status.IN_PARTS
    )
    found = waiting.first()
    if found is None or not by.id_index or found.number_index != by.id_index:
        raise ConsentGone
    found.answered_at, found.given, found.by = at, given, by
    found.save(update_fields=["answered_at", "given", "by"])
    return found


def _ask(case: Case, key: str, name: str, number: str, *, at: datetime) -> None:
    if not number:
        return
    consent = Consent.objects.create(
        case=case, key=key, name=name, number_index=id_index(number), asked_at=at
    )
    audit.record("cases.consent_asked", subject=consent, by=case.applicant, at=at)
    person = person_with_number(number)
    if person:
        params: dict[str, object] = {
            "service": case.service.names,
            "applicant": case.applicant.masked_name,
        }
        messages.queue("cases/consent_asked", to=person, about=consent.ref, at=at, params=params)


def _begin_parts(case: Case, *, at: datetime) -> None:
    """Begin every part whose turn it is; one decided at once may be what another waits for."""
    while part := _next(case):
        _begin(case, part, at=at)
    if is_over(case):
        case.closed_at = at
        move(case, Move(Status.CLOSED, "closed", None, at, tell=False), "closed_at")


def _next(case: Case) -> Part | None:
    if case.consents.filter(given=False).exists():
        return None
    known = begun(case)
    return next((p for p in package_of(case).parts if standing_of(p, known) == "ready"), None)


def _begin(case: Case, part: Part, *, at: datetime) -> None:
    """Hand a part in; if anything stands in the way, it is left as a draft for the applicant."""
    service, by = published_service(part.service), Actor(case.applicant)
    if service is None:
        return
    draft = Case.objects.of(by).drafts().filter(service=service).first()
    try:
        with transaction.atomic():
            package = offered(service, by, at=at)
            fresh = new_case(service, by, channel=case.channel, at=at)
            fresh.bundle = case
            fresh.answers = merged(package, {}, _answers(case, part))
            given = _materials(case, fresh, part, at=at)
            hand_in_new(fresh, complete(fresh, package, given, at=at), given, by=by, at=at)
    except Refusal:
        _left_to_her(case, part, draft, at=at)


def _left_to_her(case: Case, part: Part, draft: Case | None, *, at: datetime) -> None:
    service, by = published_service(part.service), Actor(case.applicant)
    if service is None:
        return
    if draft is None:
        draft = new_case(service, by, channel=case.channel, at=at)
        draft.answers = merged(package_of(service), {}, _answers(case, part))
        draft.bundle = case
        draft.save(force_insert=True)
        for material in _materials(case, draft, part, at=at):
            material.save(force_insert=True)
    else:
        draft.bundle = case
        draft.save(update_fields=["bundle"])
    tell_applicant(draft, "part_needs_you", {}, at=at)


def _answers(case: Case, part: Part) -> dict[str, Any]:
    return {key: _said(case, source) for key, source in part.answers.items()}


def _said(case: Case, source: str) -> Any:
    """What a source says: an answer of the bundle, a text, or what another part ended with."""
    if source.startswith("="):
        return source[1:]
    if source.startswith("answers."):
        return case.answers.get(source.removeprefix("answers."))
    service, _dot, field = source.removeprefix("part:").partition(".")
    ended = begun(case).get(service)
    if ended is None:
        return None
    certificate = certificate_from(ended)
    return (certificate.fields if certificate else ended.result).get(field)


def _materials(case: Case, fresh: Case, part: Part, *, at: datetime) -> list[Material]:
    """The files of the bundle that serve a part, too. Certificates come from the wallet anyway."""
    given = case.materials.exclude(upload=None).select_related("upload")
    return [
        Material(case=fresh, key=key, upload=material.upload, at=at)
        for key, name in part.materials.items()
        for material in given
        if material.key == name
    ]
