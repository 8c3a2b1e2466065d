"""The asker's own cases."""

from typing import Final
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import WITH_APPLICANT
from tongban.portal.http import CitizenRequest

LOOKS: Final = ("privacy_access", "audit_entry", "federation_outgoing")  # what a look leaves


def own(request: CitizenRequest, public_id: UUID) -> Case:
    """The asker's own case, or one of whoever they act for, who sees that they looked."""
    case = get_object_or_404(queries.cases_of(request.actor), public_id=public_id)
    operations.look_for(case=case, by=request.actor, at=now())
    return case


def fillable(request: CitizenRequest, public_id: UUID) -> Case:
    """The asker's own draft or correction; anything else is not there."""
    mine = queries.cases_of(request.actor).here().filter(status__in=WITH_APPLICANT)
    case = get_object_or_404(mine, public_id=public_id)
    operations.look_for(case=case, by=request.actor, at=now())
    return case
