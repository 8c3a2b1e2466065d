"""Decisions by published tables (秒批): the rule that fired is kept and explained."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.cases.models import Case
from tongban.cases.operations.moving import Move, took
from tongban.cases.operations.results import give_result
from tongban.cases.queries.checking import Checked
from tongban.cases.queries.materials import State
from tongban.cases.queries.party import Party
from tongban.cases.queries.reports import Taken
from tongban.cases.rules import Status
from tongban.cases.rules.clock import due
from tongban.cases.rules.tables import Outcome, decided


def decide_by_table(case: Case, ready: Checked, *, at: datetime) -> list[Taken]:
    """Ask the service's table, if it has one, and do what it says in the same transaction.

    Says which steps that took.
    """
    if ready.package.decide.get("by") != "table":
        return []
    outcome = decided(ready.package, _facts(ready, today=localdate(at)))
    if outcome is None:
        return []
    case.rule_explained = dict(outcome.why)
    case.decided_by_rule = outcome.rule
    if outcome.verdict == "official":
        case.save(update_fields=["rule_explained", "decided_by_rule"])
        return []
    return _carry_out(case, ready, outcome, at)


def _carry_out(case: Case, ready: Checked, outcome: Outcome, at: datetime) -> list[Taken]:
    start = localdate(at)
    case.accepted_at = case.decided_at = at
    case.due_on, case.due_provisional = due(ready.package.promised, start)
    begun = [
        took(case, Move(Status.ACCEPTED, "accepted", None, at, tell=False)),
        took(case, Move(Status.REVIEWING, "review_begun", None, at, tell=False)),
    ]
    case.decision_reason = outcome.why.get("zh", "")
    granted = outcome.verdict == "grant"
    if granted:
        give_result(case, by=None, at=at)
    step = Move(
        Status.GRANTED if granted else Status.REFUSED,
        "granted" if granted else "refused",
        None,
        at,
        params={"reason": dict(outcome.why)},
        detail={"rule": outcome.rule},
    )
    return [*begun, took(case, step, *CARRIED_OUT)]


CARRIED_OUT = (
    "accepted_at",
    "decided_at",
    "due_on",
    "due_provisional",
    "rule_explained",
    "decided_by_rule",
    "decision_reason",
    "certificate",
    "result",
)


def _facts(ready: Checked, *, today: date) -> dict[str, Any]:
    """What a table may look at. Nobody's name or number is among it."""
    given = {State.USED, State.HELD, State.UPLOADED, State.FORM}
    missing = [m for m in ready.materials if m.required and m.state not in given]
    return {
        "answers": ready.answers,
        "person": _person(ready.party, today),
        "certificates": dict.fromkeys([*ready.wallet, *ready.party.brought.get("held", ())], True),
        "materials_missing": len(missing),
        "today": today.isoformat(),
    }


def _person(party: Party, today: date) -> dict[str, Any]:
    facts = {
        "level": party.person.level,
        "sex": party.says("person", "sex"),
        "region": str(party.says("person", "region") or ""),
    }
    born = party.says("person", "birth_on")
    if born:
        day = date.fromisoformat(str(born))
        facts["age"] = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return facts
