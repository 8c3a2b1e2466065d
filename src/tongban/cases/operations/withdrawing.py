"""Giving up an application."""

from datetime import datetime

from django.db import transaction

from tongban.cases.models import Case, Pause
from tongban.cases.operations.bundles import go_on
from tongban.cases.operations.holding import own
from tongban.cases.operations.moving import Move, move
from tongban.cases.rules import Status
from tongban.identity.models import Actor


@transaction.atomic
def withdraw(*, case: Case, by: Actor, at: datetime) -> Case:
    """Take an application back, at any time before it is decided. Refuses with NotNow.

    Of a bundle, the parts that have begun go on; the others never begin.
    """
    case = own(case, by, at=at)
    was_draft = case.status == Status.DRAFT
    Pause.objects.filter(case=case, ended_at=None).update(ended_at=at)
    case.closed_at = at
    step = Move(Status.WITHDRAWN, "withdrawn", by, at, tell=not was_draft)
    move(case, step, "closed_at")
    go_on(case, at=at)
    return case
