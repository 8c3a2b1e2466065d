"""Asking the applicant to mend a case: everything at once, and only once at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.cases.models import Case, Correction
from tongban.cases.operations.holding import handled
from tongban.cases.operations.moving import Move, move
from tongban.cases.operations.refusals import NotNow, SaysNothing
from tongban.cases.queries.packages import package_of
from tongban.cases.rules import Deed, Status, clock
from tongban.cases.rules.package import Package
from tongban.catalog.models import Post
from tongban.core.constraints import refusing

Defect = Mapping[str, str]  # kind: field | material, key, problem


@transaction.atomic
def ask_correction(
    *,
    case: Case,
    defects: Sequence[Defect],
    by: Post,
    at: datetime,
    due_on: date | None = None,
) -> Case:
    """Send the case back with every defect named. Refuses with SaysNothing or NotNow."""
    case = handled(case, by, Deed.ASK_CORRECTION)
    named = _named(package_of(case), defects)
    due_on = due_on or clock.due(clock.TO_CORRECT, localdate(at)).on
    with refusing({"case_has_one_open_correction": NotNow}):
        Correction.objects.create(
            case=case, defects=named, asked_at=at, asked_by=by.person, due_on=due_on
        )
    step = Move(
        Status.CORRECTION,
        "correction_asked",
        by,
        at,
        params={"count": len(named), "due_on": due_on.isoformat()},
        detail={"keys": [d["key"] for d in named]},
    )
    return move(case, step, "handler")


def _named(package: Package, defects: Sequence[Defect]) -> list[dict[str, str]]:
    """The defects that say something about a place that exists. Refuses with SaysNothing."""
    known = {
        "field": set(package.questions),
        "material": {need.key for need in package.needs},
    }
    named = [
        {"kind": d["kind"], "key": d["key"], "problem": d["problem"].strip()}
        for d in defects
        if d["key"] in known.get(d["kind"], ()) and d["problem"].strip()
    ]
    if not named or len(named) < len(defects):
        raise SaysNothing
    return named
