"""Handing in an application: checked as a whole, sent once, perhaps decided at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case, CaseQuerySet, Material
from tongban.cases.operations.bundles import begin_bundle, go_on
from tongban.cases.operations.custody import CUSTODY, leave
from tongban.cases.operations.drafting import merged, new_case, offered
from tongban.cases.operations.handing_in import (
    HANDED_IN,
    after,
    complete,
    hand_in,
    hand_in_new,
    narrow,
    write_down,
)
from tongban.cases.operations.holding import own
from tongban.cases.operations.moving import Move, record
from tongban.cases.operations.presenting import confirm_held, confirm_wallet
from tongban.cases.operations.refusals import NotNow, ServiceChanged
from tongban.cases.operations.uploading import Named
from tongban.cases.operations.uploading import given as given_files
from tongban.cases.queries.materials import still_good
from tongban.cases.queries.packages import package_of
from tongban.cases.rules import WITH_APPLICANT, Channel, Status
from tongban.cases.rules.changes import what_is_new
from tongban.catalog.models import Service
from tongban.core.constraints import refusing
from tongban.core.refusal import KeyReused, Refusal
from tongban.core.statements import add, together
from tongban.crypto import vault
from tongban.identity.models import Actor


def submit(*, case: Case, by: Actor, at: datetime) -> Case:
    """Hand in a draft or a corrected application. Sent twice, it is handed in once.

    Whoever issued the certificates of it is asked first whether they hold. Refuses with Incomplete,
    ServiceChanged, NoOffice, NeedsStepUp and whatever `start` refuses.
    """
    confirm_held(case, by=by, at=at)
    outcome = _submit(case=case, by=by, at=at)
    if isinstance(outcome, Refusal):
        # The draft was moved to the new version; that must last although the answer is no.
        raise outcome
    return outcome


def apply(
    *,
    service: Service,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
    materials: Named | None = None,
    channel: str = Channel.API,
    idempotency_key: str | None = None,
) -> Case:
    """Begin and hand in at once. The same key with the same content gives the same case again.

    `materials` names files that were stored before.
    Refuses with KeyReused, NoSuchMaterial, TooManyFiles and whatever `start` and `submit` refuse.
    """
    if service.version_id:
        confirm_wallet(package_of(service), by, at=at)
    files = materials or {}
    digest = _digest(service, answers, files) if idempotency_key else ""
    try:
        # The violated constraint ends the whole transaction, so no savepoint is paid for.
        with refusing({"case_is_created_once_per_key": CreatedBefore}, savepoint=False):
            return _apply(
                service=service,
                answers=answers,
                files=files,
                by=by,
                at=at,
                channel=channel,
                once=Once(idempotency_key, digest),
            )
    except CreatedBefore:
        return _created_before(by, idempotency_key, digest)
    except Refusal:
        # A key names one application, whatever would be said to the other one.
        if idempotency_key and _named(by, idempotency_key).exists():
            return _created_before(by, idempotency_key, digest)
        raise


class CreatedBefore(Refusal):
    code = "created_before"
    message = _("This application was sent before. Look at your list of cases.")


@dataclass(frozen=True)
class Once:
    key: str | None
    digest: str


def _named(by: Actor, key: str | None) -> CaseQuerySet:
    return Case.objects.filter(applicant=by.person, idempotency_key=key)


def _created_before(by: Actor, key: str | None, digest: str) -> Case:
    case = _named(by, key).select_related("service").get()
    if case.request_digest != digest or case.organisation_id != _id(by):
        raise KeyReused
    return case


def _id(by: Actor) -> int | None:
    return by.organisation.pk if by.organisation else None


def _digest(service: Service, answers: Mapping[str, Any], files: Named) -> str:
    said: list[object] = [service.code, answers, *([files] if files else [])]
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
    return vault.blind(text, place="cases.request")


@transaction.atomic
def _apply(
    *,
    service: Service,
    answers: Mapping[str, Any],
    files: Named,
    by: Actor,
    at: datetime,
    channel: str,
    once: Once,
) -> Case:
    package = offered(service, by, at=at)
    case = new_case(service, by, channel=channel, at=at)
    case.answers = merged(package, {}, answers)
    case.idempotency_key, case.request_digest = once.key, once.digest
    materials = given_files(case, package, files, by=by, at=at)
    ready = complete(case, package, materials, at=at)
    if package.parts:
        add(case)
        for material in materials:
            add(material)
        return begin_bundle(case, ready, by=by, at=at)
    hand_in_new(case, ready, materials, by=by, at=at)
    return case


@transaction.atomic
def _submit(*, case: Case, by: Actor, at: datetime) -> Case | Refusal:
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        if case.submitted_at and case.status != Status.WITHDRAWN:
            return case
        raise NotNow
    if case.status == Status.DRAFT:
        offered(case.service, by, at=at)
        if case.version_id != case.service.version_id:
            return _moved(case, by, at=at)
    package = package_of(case)
    given = list(case.materials.select_related("certificate__type", "upload"))
    ready = complete(case, package, given, at=at)
    _let_go(given, at=at)
    narrow(case, ready, still_good(given, on=localdate(at)))
    first = case.submitted_at is None
    if not first:
        case.corrections.filter(answered_at=None).update(answered_at=at)
    if package.parts:
        return begin_bundle(case, ready, by=by, at=at)
    going = hand_in(case, ready, at=at)
    action = "submitted" if first else "resubmitted"
    with together():
        taken = write_down(case, ready, Move(Status.SUBMITTED, action, by, at))
        if going:
            taken.append(leave(case, going, by=None, at=at))
    case.save(update_fields=[*HANDED_IN, *CUSTODY])
    # What somebody did for another person can be stopped for days, so it is not decided at once.
    after(case, ready, taken, at=at, first=first and by.mandate is None)
    go_on(case, at=at)
    return case


def _moved(case: Case, by: Actor, *, at: datetime) -> ServiceChanged:
    """Bring a draft to the current version, with all its answers."""
    old, new = package_of(case), package_of(case.service)
    case.version_id = case.service.version_id or case.version_id
    case.revision += 1
    case.save(update_fields=["version", "revision"])
    record(case, "moved_to_new_version", by=by, at=at)
    return ServiceChanged(faults=what_is_new(old, new))


def _let_go(given: Sequence[Material], *, at: datetime) -> None:
    """Remove chosen certificates that hold no longer; a newer one takes their place."""
    gone = set(given) - set(still_good(given, on=localdate(at)))
    if gone:
        Material.objects.filter(pk__in=[material.pk for material in gone]).delete()
