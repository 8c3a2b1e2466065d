"""Moving a case: its row, its step, its message and its line in the trail, or nothing at all."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tongban.audit import operations as audit
from tongban.cases.models import Case, Step
from tongban.cases.operations.refusals import NotNow
from tongban.cases.queries.party import whom_to_tell
from tongban.cases.rules import WITH_OFFICIALS, Status, may_become
from tongban.catalog.models import Post
from tongban.core.statements import add
from tongban.identity.models import Actor
from tongban.messages import operations as messages

By = Actor | Post | None


class Machine:
    """Published rules deciding by themselves; no person is behind them."""

    public_id = UUID(int=0)


@dataclass(frozen=True)
class Move:
    """One step of a case. Without `tell` the applicant gets no message about it."""

    to: Status
    action: str
    by: By
    at: datetime
    note: str = ""
    tell: bool = True
    params: dict[str, object] = field(default_factory=dict)
    detail: dict[str, object] = field(default_factory=dict)


def move(case: Case, step: Move, *changed: str) -> Case:
    """Take the step and save it, with these other fields of the case. Refuses with NotNow."""
    if not may_become(step.to, now=Status(case.status)):
        raise NotNow
    place(case, step.to)
    case.save(update_fields=["status", "desk", *changed])
    trace(case, step)
    return case


def place(case: Case, status: Status) -> None:
    """A case lies on its office's desk exactly while it is an official's turn."""
    case.status = status
    case.desk_id = case.office_id if status in WITH_OFFICIALS else None


def trace(case: Case, step: Move) -> None:
    """Write down what happened to a case, for the applicant, the office and the trail."""
    person = step.by.person if step.by else None
    add(
        Step(
            case=case,
            action=step.action,
            status=case.status,
            by=person,
            post=step.by if isinstance(step.by, Post) else None,
            note=step.note,
            at=step.at,
        )
    )
    if step.tell:
        params = {"service": case.service.names, "reference": case.reference, **step.params}
        for person in whom_to_tell(case, at=step.at):
            messages.queue(
                f"cases/{step.action}", to=person, about=case.ref, at=step.at, params=params
            )
    record(case, step.action, by=step.by, at=step.at, detail=step.detail)


def record(
    case: Case, action: str, *, by: By, at: datetime, detail: dict[str, object] | None = None
) -> None:
    """One line in the trail, under the power that was used."""
    under = (
        by.ref
        if isinstance(by, Post)
        else by.under
        if by
        else f"rule/{case.decided_by_rule or 'clock'}"
    )
    audit.record(
        f"cases.{action}",
        subject=case,
        by=by.person if by else Machine(),
        under=under,
        at=at,
        detail=detail,
    )
