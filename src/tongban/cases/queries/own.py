"""What applicants may read: their own cases, reached through themselves."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tongban.cases.models import Case, CaseQuerySet, Correction, Upload
from tongban.cases.rules import Status
from tongban.cases.rules.states import OPEN
from tongban.catalog.models import Service
from tongban.identity.models import Actor, Person


def cases_of(actor: Actor) -> CaseQuerySet:
    """A person's own cases, or those of the firm they act for, latest first."""
    return (
        Case.objects.of(actor)
        .select_related(
            "service__authority", "office", "applicant", "organisation", "certificate__type"
        )
        .order_by("-started_at", "-pk")
    )


def with_last_days(cases: CaseQuerySet) -> CaseQuerySet:
    """The same cases for a list: `mend_by` is the last day to correct, where that is asked."""
    asked = Correction.objects.filter(case=OuterRef("pk"), answered_at=None).values("due_on")
    return cases.annotate(mend_by=Subquery(asked[:1]))


def draft_of(actor: Actor, service: Service) -> Case | None:
    """The draft that waits to be finished, if there is one."""
    return cases_of(actor).drafts().filter(service=service).first()


def service_begun_by(person: UUID, public_id: UUID) -> Service | None:
    """What a case is about, for the browser from which its applicant was just signed out."""
    found = Case.objects.filter(public_id=public_id, applicant__public_id=person)
    case = found.select_related("service").first()
    return case.service if case else None


def upload_of(actor: Actor, public_id: UUID) -> Upload | None:
    """A file the person gave, or one that lies with a case of the firm that they may see."""
    found = Upload.objects.filter(public_id=public_id)
    if actor.organisation or actor.mandate:
        return found.filter(materials__case__in=Case.objects.of(actor)).first()
    return found.filter(owner=actor.person).first()


def open_cases_of(person: Person, *, at: datetime) -> int:
    """How many of a person's own cases are not finished. Drafts do not count."""
    running = OPEN - {Status.DRAFT}
    mine = Case.objects.filter(applicant=person, organisation=None, started_at__lte=at)
    return mine.filter(status__in=running).count()
