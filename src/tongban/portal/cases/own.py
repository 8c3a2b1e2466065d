"""The asker's own cases."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from tongban.cases import queries
from tongban.cases.models import Case
from tongban.cases.rules import WITH_APPLICANT
from tongban.portal.http import CitizenRequest


def fillable(request: CitizenRequest, public_id: UUID) -> Case:
    """The asker's own draft or correction; anything else is not there."""
    mine = queries.cases_of(request.actor).here().filter(status__in=WITH_APPLICANT)
    return get_object_or_404(mine, public_id=public_id)
