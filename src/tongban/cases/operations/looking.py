"""Writing down that an official read an applicant's data, so that the applicant sees it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.cases.models import Case
from tongban.cases.operations.moving import record
from tongban.cases.queries.desk import has_opened
from tongban.cases.queries.packages import package_of
from tongban.catalog.models import Post
from tongban.privacy import operations as privacy


def looked(case: Case, by: Post, reason: str, *, at: datetime) -> None:
    """Once per official, case and day; a new reason is always written down."""
    handling = case.handler_id == by.person_id
    if handling and has_opened(case, by, at=at):
        return
    privacy.record_access(
        person=case.applicant,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=case.ref,
        fields=sorted(package_of(case).questions),
        reason=reason or _handling(),
        at=at,
    )
    record(case, "opened", by=by, at=at)


def _handling() -> str:
    # Kept in the language of the state; the applicant's page shows it as it was written.
    with override("zh-hans"):
        return _("Handling this case")
