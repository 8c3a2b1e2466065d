"""What handing in an application comes down to, however it was filled in."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from tongban.cases.models import Case, Material
from tongban.cases.operations.custody import leave, send_off
from tongban.cases.operations.machine import decide_by_table
from tongban.cases.operations.moving import Move, place, trace
from tongban.cases.operations.refusals import Incomplete, NoOffice, NotFromHere
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.checking import Checked, checked
from tongban.cases.queries.materials import State
from tongban.cases.queries.parcels import brought
from tongban.cases.queries.reports import Taken
from tongban.cases.queries.routing import place_for
from tongban.cases.rules import Mode, Status, clock
from tongban.cases.rules.custody import HERE
from tongban.cases.rules.package import Package
from tongban.cases.rules.presenting import presented
from tongban.core.statements import add, together
from tongban.identity.models import Actor

HANDED_IN = (
    *("answers", "office", "submitted_at", "due_on", "due_provisional", "revision", "status"),
    *("mode", "stage", "region", "brought"),
)


def complete(case: Case, package: Package, given: Sequence[Material], *, at: datetime) -> Checked:
    """A case that lacks nothing. Refuses with Incomplete, which names every place to mend."""
    found = checked(case, package, given, at=at)
    if found.faults:
        raise Incomplete(faults=found.faults)
    return found


def hand_in(case: Case, ready: Checked, *, at: datetime) -> str:
    """Fill in what is settled on handing in. Says which node gets the case at once, if any."""
    going = _placed(case, ready) if case.office is None else HERE
    case.answers = ready.answers
    case.submitted_at = at
    case.due_on, case.due_provisional = clock.due(clock.TO_ACCEPT, localdate(at))
    case.revision += 1
    place(case, Status.SUBMITTED)
    return going


def _placed(case: Case, ready: Checked) -> str:
    """Find out who decides. Refuses with NoOffice or NotFromHere."""
    mode = ready.package.mode
    found = place_for(case.service, ready.package, ready.party, ready.answers)
    case.office, case.region = found.office, found.region
    if ready.package.stages:
        case.mode, case.stage = Mode.JOINT, ready.package.stages[0].id
        case.brought = brought(ready.package, ready.party, ready.wallet)
    if found.node == HERE:
        if found.office is None:
            raise NoOffice
        return HERE
    if mode is None:
        raise NotFromHere
    case.mode, case.brought = mode, brought(ready.package, ready.party, ready.wallet)
    if mode != Mode.COLLECT_FOR:
        return found.node
    if found.office is None:
        raise NoOffice
    return HERE


def write_down(case: Case, ready: Checked, step: Move) -> list[Taken]:
    for need in ready.materials:
        if need.state == State.HELD:
            fields = presented(ready.package, need.certificate_type, case.answers)
            held = Material(case=case, key=need.key, certificate=need.certificate, at=step.at)
            held.fields = fields
            add(held)
    return [trace(case, step)]


def narrow(case: Case, ready: Checked, given: Sequence[Material]) -> None:
    """Of what was presented early, leave out what the finished answers did not ask for."""
    for material in given:
        if material.certificate:
            fields = presented(ready.package, material.certificate.type.code, case.answers)
            if fields != material.fields:
                material.fields = fields
                material.save(update_fields=["fields"])


def hand_in_new(
    case: Case, ready: Checked, given: Sequence[Material], *, by: Actor, at: datetime
) -> None:
    """Save a new case, with these materials, and hand it in. Refuses with NoOffice or NotFromHere."""
    going = hand_in(case, ready, at=at)
    with together():
        add(case)
        for material in given:
            material.held = bool(material.upload and could_be_presented(ready, material.key))
            add(material)
        taken = write_down(case, ready, Move(Status.SUBMITTED, "submitted", by, at))
        if going:
            taken.append(leave(case, going, by=None, at=at))
    after(case, ready, taken, at=at)


def could_be_presented(ready: Checked, key: str) -> bool:
    """Whether the wallet has a certificate for a material for which a file was given."""
    return any(need.certificate in ready.wallet for need in ready.package.needs if need.key == key)


def after(
    case: Case, ready: Checked, taken: list[Taken], *, at: datetime, first: bool = True
) -> None:
    """It goes to the node that decides, or a table decides it here, or it waits for somebody."""
    if case.custodian != HERE:
        send_off(case, taken, at=at)
        return
    if first:
        taken += decide_by_table(case, ready, at=at)
    tell_others(case, taken, at=at)
