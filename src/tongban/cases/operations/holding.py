"""Finding a case for somebody who may change it, and keeping others off it meanwhile."""

from datetime import datetime

from tongban.cases.models import Case, CaseQuerySet
from tongban.cases.operations.refusals import (
    CaseElsewhere,
    CaseGone,
    MayNot,
    NotEntrusted,
    NotGranted,
    OwnCase,
    SomeoneElses,
)
from tongban.cases.queries.platforms import names_of
from tongban.cases.rules import Deed, may
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post, Service
from tongban.catalog.queries import helps_at
from tongban.identity.models import Actor, Mandate
from tongban.identity.queries import covers
from tongban.identity.rules import MandateKind


def own(case: Case, by: Actor, *, at: datetime, copy: bool = False) -> Case:
    """The actor's own case, locked. Refuses with CaseGone, NotGranted, NotEntrusted or CaseElsewhere.

    With `copy`, one that another node has will do.
    """
    held = _locked(Case.objects.of(by), case, copy)
    covered(held.service, by, at=at)
    return held


def at_desk(case: Case, by: Post, deed: Deed, *, copy: bool = False) -> Case:
    """A case of the post's office, locked. Refuses with CaseGone, MayNot, OwnCase or CaseElsewhere.

    With `copy`, one that the office handed over will do.
    """
    if by.ended_at:
        raise MayNot
    held = _locked(Case.objects.at(by.office), case, copy)
    if not may(by.role, deed):
        raise MayNot
    if by.person_id == held.applicant_id:
        raise OwnCase
    return held


def handled(case: Case, by: Post, deed: Deed) -> Case:
    """As `at_desk`, and nobody else handles it; a case without a handler becomes the post's."""
    held = at_desk(case, by, deed)
    if held.handler_id not in (None, by.person_id):
        raise SomeoneElses
    held.handler = by.person
    return held


def unattended(case: Case) -> Case:
    """A case that the clock moves and nobody else, locked. Refuses with CaseGone."""
    return _locked(Case.objects.all(), case, copy=False)


def covered(service: Service, by: Actor, *, at: datetime) -> None:
    """Whether the grant is live and reaches this service. Refuses with NotGranted."""
    if by.mandate:
        _entrusted(service, by.mandate, at=at)
    grant = by.grant
    if grant is None:
        return
    over = grant.ends_at is not None and grant.ends_at <= at
    if grant.revoked_at or over or grant.starts_at > at:
        raise NotGranted
    if not covers(grant, service.code):
        raise NotGranted


def _entrusted(service: Service, mandate: Mandate, *, at: datetime) -> None:
    """A helper acts only while an office has them registered. Refuses with NotEntrusted."""
    if not mandate.is_live(at=at) or not covers(mandate, service.code):
        raise NotEntrusted
    if mandate.kind == MandateKind.HELPER and helps_at(mandate.agent) is None:
        raise NotEntrusted


def _locked(cases: CaseQuerySet, case: Case, copy: bool) -> Case:
    held = (
        cases.select_for_update(of=("self",))
        .select_related("service__authority", "applicant", "organisation", "office")
        .filter(pk=case.pk)
        .first()
    )
    if held is None:
        raise CaseGone
    if held.custodian != HERE and not copy:
        raise CaseElsewhere(platform=names_of(held.custodian))
    return held
