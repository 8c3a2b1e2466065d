"""What we say about a case to other nodes: only what they need to show it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tongban.cases.models import Case, Step
from tongban.cases.queries.stages import stage_nodes
from tongban.cases.rules import Status
from tongban.federation.queries import here
from tongban.identity.queries import subject_for

Said = dict[str, Any]


class Taken(NamedTuple):
    """A step, and what a message about it needs; None when the applicant gets no message."""

    step: Step
    params: Mapping[str, object] | None = None


def report(case: Case, taken: Sequence[Taken], *, to: str, in_short: bool = False) -> Said:
    """The state of a case after these steps, for a node that keeps a copy.

    The hub is told in short where a case stands; what was decided is for those who took part.
    """
    said = {
        "case": str(case.public_id),
        "reference": case.reference,
        "epoch": case.epoch,
        "progress": case.progress,
        "custodian": case.custodian or here(),
        "arrived": case.arrived,
        "origin": case.origin or here(),
        "holders": case.holders,
        "mode": case.mode,
        "stage": case.stage,
        "stages": stage_nodes(case),
        "region": case.region,
        "service": _service(case),
        "subject": subject_for(case.applicant, to=to),
        "organisation": _organisation(case, to=to),
        "channel": case.channel,
        "status": case.status,
        "office": case.office.names if case.office else case.elsewhere,
        "times": _times(case),
        "decision_reason": case.decision_reason,
        "rule": case.decided_by_rule,
        "rule_explained": case.rule_explained,
        "corrections": _corrections(case),
        "pauses": _pauses(case),
        "steps": [_step(each) for each in taken],
    }
    return said if in_short else said | {"result": case.result}


def _service(case: Case) -> Said:
    service = case.service
    return {
        "code": service.code,
        "basic": service.basic_code,
        "names": service.names,
        "kind": service.kind,
    }


def _organisation(case: Case, *, to: str) -> Said | None:
    """The firm, and who represents it: enough for a node that never heard of it."""
    firm = case.organisation
    if firm is None:
        return None
    representative = subject_for(firm.legal_representative, to=to)
    return {
        "uscc": firm.uscc,
        "name": firm.name,
        "region": firm.region,
        "representative": representative,
    }


TIMES = ("started_at", "submitted_at", "accepted_at", "decided_at", "closed_at", "due_on")


def _times(case: Case) -> Said:
    said = {name: getattr(case, name) for name in TIMES}
    return {name: each.isoformat() if each else None for name, each in said.items()} | {
        "due_provisional": case.due_provisional
    }


def _corrections(case: Case) -> list[Said]:
    """None before an official had it: that is the path which every application takes."""
    if case.progress < 3 and case.status == Status.SUBMITTED:
        return []
    return [
        {
            "id": str(each.public_id),
            "defects": each.defects,
            "asked_at": each.asked_at.isoformat(),
            "due_on": each.due_on.isoformat(),
            "answered_at": each.answered_at.isoformat() if each.answered_at else None,
        }
        for each in case.corrections.order_by("pk")
    ]


def _pauses(case: Case) -> list[Said]:
    if not case.accepted_at or case.accepted_at == case.decided_at:
        return []
    return [
        {
            "kind": each.kind,
            "reason": each.reason,
            "started_at": each.started_at.isoformat(),
            "ended_at": each.ended_at.isoformat() if each.ended_at else None,
        }
        for each in case.pauses.order_by("pk")
    ]


def _step(taken: Taken) -> Said:
    step = taken.step
    return {
        "number": step.number,
        "action": step.action,
        "status": Status(step.status).value,
        "node": step.node or here(),
        "stage": step.stage,
        "to": step.to,
        "who": step.who or who_took(step),
        "note": step.note,
        "at": step.at.isoformat(),
        "tell": taken.params is not None,
        "params": dict(taken.params or {}),
    }


def who_took(step: Step) -> Said:
    """Who took a step here, in words for people at other nodes: an office, never an official."""
    if step.post:
        return {"office": step.post.office.names, "role": step.post.role}
    return {"person": step.by.masked_name} if step.by else {}
