"""Asking how it went, once a case is decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.holding import own
from tongban.cases.operations.refusals import CaseGone, NotFinished, NotTheirs
from tongban.cases.operations.telling import tell_of_rating
from tongban.cases.rules import DECIDED, Status
from tongban.federation.queries import HERE, here, hub
from tongban.federation.rules import NotYet
from tongban.identity.models import Actor
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.rules import Given, Opinion

DECISIONS: Final = ("granted", "refused", "not_accepted", "not_corrected")


@transaction.atomic
def rate(
    *,
    case: Case,
    level: int,
    by: Actor,
    at: datetime,
    norms: Sequence[str] = (),
    comment: str = "",
    channel: str = "mobile",
    idempotency_key: str | None = None,
) -> Rating:
    """Say how it went: the applicant only, once, after the decision. Refuses with NotFinished."""
    case = own(case, by, at=at, copy=True)
    if case.applicant_id != by.person.pk:
        raise CaseGone
    if Status(case.status) not in DECIDED:
        raise NotFinished
    decider = _decider(case)
    rating = ratings.rate(
        about=case.ref,
        service=case.service.code,
        office=_office(case, decider),
        node=decider,
        by=by.person,
        opinion=Opinion(level, norms, comment),
        channel=channel,
        obtained="own",
        idempotency_key=idempotency_key,
        at=at,
    )
    tell_of_rating(case, _said(case, rating), at=at)
    return rating


@transaction.atomic
def hear_rating(*, said: Mapping[str, Any], source: str, at: datetime) -> None:
    """The applicant said at another platform how it went. Waits for a case that is not here yet.

    Refuses with NotTheirs when that platform has nothing to do with the case.
    """
    case = Case.objects.filter(public_id=said["case"]).select_related("service", "office").first()
    if case is None:
        raise NotYet("case_unknown")
    if source not in {*case.holders, case.origin, case.custodian, hub()}:
        raise NotTheirs
    decider = HERE if said["decider"] == here() else said["decider"]
    given = Given(
        about=case.ref,
        service=case.service.code,
        office=_office(case, decider),
        node=decider,
        opinion=Opinion(said["level"], said["norms"], said["comment"]),
        channel=said["channel"],
        rated_at=datetime.fromisoformat(said["rated_at"]),
    )
    ratings.take_in(said=given, by=case.applicant, at=at)


def _decider(case: Case) -> str:
    """The node that decided, which a rating is about; empty for ours."""
    decided = case.steps.filter(action__in=DECISIONS).order_by("-number").first()
    return decided.node if decided else case.custodian


def _office(case: Case, decider: str) -> str:
    return case.office.code if case.office and decider == HERE else ""


def _said(case: Case, rating: Rating) -> dict[str, Any]:
    return {
        "case": str(case.public_id),
        "decider": rating.node or here(),
        "level": rating.level,
        "norms": rating.norms,
        "comment": rating.comment,
        "channel": rating.channel,
        "rated_at": rating.rated_at.isoformat(),
    }
