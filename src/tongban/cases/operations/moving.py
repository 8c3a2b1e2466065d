"""Moving a case: its row, its step, its message and its line in the trail, or nothing at all."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tongban.audit import operations as audit
from tongban.cases.models import Act, Case, Step
from tongban.cases.operations.rating import invite
from tongban.cases.operations.refusals import NotNow
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.party import whom_to_tell
from tongban.cases.queries.reports import Taken
from tongban.cases.rules import SITTING, VETO_FOR, WITH_OFFICIALS, Status, may_become
from tongban.catalog.models import Post
from tongban.core.statements import add
from tongban.federation.queries import HERE
from tongban.identity.models import Actor, Mandate, Person
from tongban.messages import operations as messages

By = Actor | Post | None


class Machine:
    """Published rules or another platform doing something; no person of ours is behind it."""

    public_id = UUID(int=0)


@dataclass(frozen=True)
class Move:
    """One step of a case. Without `tell` the applicant gets no message about it.

    `peer` names the node a case goes to or comes from, `stage` the one it belongs to, if that is
    not the one of the case any more.
    """

    to: Status
    action: str
    by: By
    at: datetime
    note: str = ""
    tell: bool = True
    params: dict[str, object] = field(default_factory=dict)
    detail: dict[str, object] = field(default_factory=dict)
    peer: str = ""
    stage: str = ""


def move(case: Case, step: Move, *changed: str) -> Case:
    """Take the step, save it with these other fields, tell the others. Refuses with NotNow."""
    tell_others(case, [took(case, step, *changed)], at=step.at)
    return case


def took(case: Case, step: Move, *changed: str) -> Taken:
    """As `move`, for a caller who takes several steps and tells the others once."""
    if not may_become(step.to, now=Status(case.status)):
        raise NotNow
    place(case, step.to)
    case.save(update_fields=["status", "desk", "progress", *changed])
    return trace(case, step)


def place(case: Case, status: Status) -> None:
    """A case lies on its office's desk exactly while we have it and it is an official's turn."""
    case.status = status
    on_a_desk = status in WITH_OFFICIALS and case.custodian == HERE
    case.desk_id = case.office_id if on_a_desk else None
    case.progress += 1


def trace(case: Case, step: Move) -> Taken:
    """Write down what happened to a case, for the applicant, the office and the trail."""
    row = Step(
        case=case,
        number=case.progress,
        action=step.action,
        status=case.status,
        by=_hand(step.by),
        post=step.by if isinstance(step.by, Post) else None,
        note=step.note,
        stage=step.stage or case.stage,
        to=step.peer if step.peer == case.custodian else HERE,  # and not where it came from
        at=step.at,
    )
    add(row)
    params = dict(step.params) if step.tell else None
    if step.tell and case.origin == HERE:
        tell_applicant(case, step.action, params, at=step.at)
    clerk = step.by.person if isinstance(step.by, Post) else None
    invite(case, step.action, number=row.number, node=HERE, clerk=clerk, at=step.at)
    record(case, step.action, by=step.by, at=step.at, detail=step.detail, peer=step.peer)
    return Taken(row, params)


def tell_applicant(
    case: Case, action: str, params: dict[str, object] | None, *, at: datetime
) -> None:
    """A message from the platform where the case was begun; no other one tells them anything."""
    said = {"service": case.service.names, "reference": case.reference, **(params or {})}
    for person in whom_to_tell(case, at=at):
        messages.queue(
            f"cases/{action}",
            to=person,
            about=case.ref,
            office_id=case.office_id,
            params=said,
            at=at,
        )


def record(
    case: Case,
    action: str,
    *,
    by: By,
    at: datetime,
    detail: dict[str, object] | None = None,
    peer: str = "",
) -> None:
    """One line in the trail, under the power that was used."""
    nobody = f"peer/{peer}" if peer else f"rule/{case.decided_by_rule or 'clock'}"
    under = by.ref if isinstance(by, Post) else by.under if by else nobody
    audit.record(
        f"cases.{action}",
        subject=case,
        by=_hand(by) or Machine(),
        under=under,
        at=at,
        detail=detail,
    )
    if isinstance(by, Actor) and by.mandate:
        tell_principal(case, action, by.mandate, at=at)


def _hand(by: By) -> Person | None:
    """Who did it themselves, also for somebody else."""
    return by.hand if isinstance(by, Actor) else by.person if by else None


def tell_principal(case: Case, action: str, mandate: Mandate, *, at: datetime) -> None:
    """Whoever is acted for hears of every act at once, and until when they can stop it.

    What is saved again within the hour is one act.
    """
    lately = Act.objects.filter(case=case, mandate=mandate, action=action, at__gt=at - SITTING)
    if action == "saved" and lately.exists():
        return
    until = at + VETO_FOR
    act = Act(case=case, mandate=mandate, action=action, at=at, veto_until=until)
    add(act)
    messages.queue(
        "cases/helped",
        to=mandate.principal,
        about=mandate.ref,
        params={
            "service": case.service.names,
            "reference": case.reference,
            "agent": mandate.agent.masked_name,
            "action": action,
            "until": until.isoformat(),
        },
        at=at,
    )
