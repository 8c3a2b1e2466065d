"""Beginning and filling in an application."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.cases.models import Case
from tongban.cases.operations.holding import covered, own
from tongban.cases.operations.moving import record
from tongban.cases.operations.refusals import (
    ChangedElsewhere,
    NeedsStepUp,
    NotForYou,
    NotNow,
    NotOnline,
    TooLong,
)
from tongban.cases.queries import package_of
from tongban.cases.rules import WITH_APPLICANT, Channel, Status
from tongban.cases.rules.answers import LONGEST, tidied
from tongban.cases.rules.package import Package
from tongban.catalog.models import Service
from tongban.core.constraints import refusing
from tongban.core.references import new_reference
from tongban.core.refusal import Refusal
from tongban.identity.models import Actor, Person
from tongban.identity.rules import is_enough


class AlreadyStarted(Refusal):
    code = "already_started"
    message = _("You have begun this already. Go on with your draft.")


STARTED: Mapping[str, type[Refusal]] = {
    "person_has_one_draft_per_service": AlreadyStarted,
    "organisation_has_one_draft_per_service": AlreadyStarted,
}


@transaction.atomic
def start(*, service: Service, by: Actor, at: datetime, channel: str = Channel.MOBILE) -> Case:
    """Begin an application, or go on with the draft that is there.

    Refuses with NotOnline, NotForYou, NotGranted or NeedsStepUp.
    """
    offered(service, by, at=at)
    drafts = Case.objects.of(by).drafts().filter(service=service).select_related("service")
    draft = drafts.first()
    if draft:
        return draft
    try:
        with refusing(STARTED):
            case = new_case(service, by, channel=channel, at=at)
            case.save(force_insert=True)
    except AlreadyStarted:
        return drafts.get()
    record(case, "started", by=by, at=at)
    return case


@transaction.atomic
def save_draft(
    *,
    case: Case,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Case:
    """Keep these answers with the others, finished or not; an empty one takes an answer back.

    Refuses with CaseGone, NotNow, TooLong, or ChangedElsewhere when `revision` is not the newest.
    """
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        raise NotNow
    if revision is not None and revision != case.revision:
        raise ChangedElsewhere(typed=answers, saved=case.answers, revision=case.revision)
    case.answers = merged(package_of(case), case.answers, answers)
    case.revision += 1
    case.saved_at = at
    case.save(update_fields=["answers", "revision", "saved_at"])
    record(case, "saved", by=by, at=at)
    return case


def offered(service: Service, by: Actor, *, at: datetime) -> Package:
    """The package, if the actor may apply. Refuses with what stands in the way."""
    if not service.online or service.version_id is None or service.withdrawn_at:
        raise NotOnline
    package = package_of(service)
    if ("organisation" if by.organisation else "person") not in package.audience:
        raise NotForYou
    covered(service, by, at=at)
    if not is_enough(by.person.level, needed=package.assurance):
        raise NeedsStepUp
    return package


def new_case(service: Service, by: Actor, *, channel: str, at: datetime) -> Case:
    return Case(
        reference=new_reference(at=at),
        service=service,
        version_id=service.version_id or 0,  # `offered` knows that there is one
        applicant=by.person,
        organisation=by.organisation,
        channel=channel,
        started_at=at,
        saved_at=at,
    )


def merged(package: Package, saved: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was saved, with what was typed now on top. Refuses with TooLong."""
    if any(isinstance(v, str | list | dict) and len(v) > LONGEST for v in typed.values()):
        raise TooLong
    both = {**saved, **tidied(package, typed)}
    return {key: value for key, value in both.items() if value not in (None, "")}


@transaction.atomic
def forget_drafts(*, kept: timedelta, at: datetime) -> int:
    """Delete what nobody went on with; its files go with the loose ones."""
    return Case.objects.drafts().filter(saved_at__lt=at - kept).delete()[0]


@transaction.atomic
def forget_drafts_of(*, person: Person, at: datetime) -> int:
    """A person closed their account; what they never handed in is nobody's business."""
    gone = Case.objects.drafts().filter(applicant=person).delete()[0]
    audit.record("cases.drafts_erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone
