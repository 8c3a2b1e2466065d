"""Corrections that do not come (逾期不补正): a word before the last day, and an end after it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.cases.models import Case, Correction
from tongban.cases.operations.bundles import go_on
from tongban.cases.operations.holding import unattended
from tongban.cases.operations.moving import Move, move, place, trace
from tongban.cases.operations.refusals import NotNow
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.corrections import was_reminded
from tongban.cases.queries.desk import open_correction
from tongban.cases.rules import NOT_CORRECTED, Status, clock
from tongban.core.languages import in_every_language

WHY = _(
    "What the office asked for was not corrected by the last day, "
    "so the application could not be accepted."
)


@transaction.atomic
def remind_of_correction(*, case: Case, by: None = None, at: datetime) -> Case:
    """Tell the applicant, once, that the last day to correct is near. Refuses with NotNow."""
    case = unattended(case)
    correction = _open(case)
    today, since = localdate(at), localdate(correction.asked_at)
    if not clock.is_near(correction.due_on, since=since, today=today) or was_reminded(correction):
        raise NotNow
    params: dict[str, object] = {"due_on": correction.due_on.isoformat()}
    place(case, Status.CORRECTION)
    case.save(update_fields=["progress"])
    step = Move(Status.CORRECTION, "correction_due", by, at, params=params)
    tell_others(case, [trace(case, step)], at=at)
    return case


@transaction.atomic
def end_uncorrected(*, case: Case, by: None = None, at: datetime) -> Case:
    """Not accept a case whose last day to correct is over, and say why. Refuses with NotNow."""
    case = unattended(case)
    correction = _open(case)
    if localdate(at) <= correction.due_on:
        raise NotNow
    case.decided_by_rule, case.rule_explained = NOT_CORRECTED, in_every_language(WHY)
    case.decision_reason, case.decided_at = case.rule_explained["zh"], at
    case.corrections.filter(answered_at=None).update(answered_at=at)
    params: dict[str, object] = {"due_on": correction.due_on.isoformat()}
    step = Move(Status.NOT_ACCEPTED, "not_corrected", by, at, params=params)
    move(case, step, "decision_reason", "decided_at", "decided_by_rule", "rule_explained")
    go_on(case, at=at)
    return case


def _open(case: Case) -> Correction:
    correction = open_correction(case)
    if case.status != Status.CORRECTION or correction is None:
        raise NotNow
    return correction
