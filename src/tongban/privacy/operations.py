"""Writing down who looked."""

from datetime import datetime

from django.db import transaction

from tongban.identity.models import Person
from tongban.privacy.models import Access


@transaction.atomic
def record_access(
    *,
    person: Person,
    by: Person,
    under: str,
    office: dict[str, str],
    about: str,
    fields: list[str],
    reason: str,
    at: datetime,
) -> Access:
    """Tell `person` that somebody else read these fields of theirs, for this reason."""
    return Access.objects.create(
        person=person,
        by=by,
        under=under,
        office=office,
        about=about,
        fields=fields,
        reason=reason,
        at=at,
    )
