"""Asking how it went: the steps of a case with which an authority is done for the time being."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.holding import own
from tongban.cases.operations.refusals import CaseGone, NotFinished
from tongban.cases.operations.telling import listeners
from tongban.cases.rules import DECIDED, Status
from tongban.federation.queries import HERE, here, hub
from tongban.identity.models import Actor, Person
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.queries import occasion_about
from tongban.ratings.rules import Ended, How, Kind, Opinion

# One matter, one rating (一事一评): of what it came to, and of each step that ended for the applicant.
RATEABLE: Final[Mapping[str, Kind]] = {
    "accepted": Kind.ACCEPTANCE,
    "correction_asked": Kind.CORRECTION,
    "granted": Kind.DECISION,
    "refused": Kind.DECISION,
    "not_accepted": Kind.DECISION,
    "not_corrected": Kind.DECISION,
}


def invite(
    case: Case, action: str, *, number: int, node: str, clerk: Person | None, at: datetime
) -> None:
    """Such a step was taken, here or elsewhere: whoever applied may say how it went."""
    kind = RATEABLE.get(action)
    if kind is None:
        return
    ours = node == HERE and case.office
    service = case.service
    ended = Ended(
        about=case.ref if kind == Kind.DECISION else f"{case.ref}/{number}",
        kind=kind,
        names=service.names,
        reference=case.reference,
        service=service.code,
        authority=service.authority.code if service.authority else "",
        office=case.office.code if ours and case.office else "",
        node=node,
        told={*listeners(case), hub()} if here() else (),
    )
    ratings.invite(ended=ended, rater=case.applicant, clerk=clerk, at=at)


@transaction.atomic
def rate(
    *,
    case: Case,
    opinion: Opinion,
    by: Actor,
    at: datetime,
    how: How | None = None,
    idempotency_key: str | None = None,
) -> Rating:
    """Say how the whole of it went, after the decision: the applicant only, once.

    Refuses with CaseGone, NotFinished and as `ratings.rate` does.
    """
    case = own(case, by, at=at, copy=True)
    if case.applicant_id != by.person.pk:
        raise CaseGone
    occasion = occasion_about(case.ref)
    if occasion is None or Status(case.status) not in DECIDED:
        raise NotFinished
    return ratings.rate(
        occasion=occasion,
        opinion=opinion,
        by=by.person,
        how=how,
        idempotency_key=idempotency_key,
        at=at,
    )
