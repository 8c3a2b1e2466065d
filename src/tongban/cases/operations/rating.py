"""Asking how it went, once a case is decided."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.holding import own
from tongban.cases.operations.refusals import CaseGone, NotFinished
from tongban.cases.rules import DECIDED, Status
from tongban.identity.models import Actor
from tongban.ratings import operations as ratings
from tongban.ratings.models import Rating
from tongban.ratings.rules import Opinion


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
    return ratings.rate(
        about=case.ref,
        service=case.service.code,
        office=case.office.code if case.office else "",
        by=by.person,
        opinion=Opinion(level, norms, comment),
        channel=channel,
        obtained="own",
        idempotency_key=idempotency_key,
        at=at,
    )
