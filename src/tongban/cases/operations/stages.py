"""A case that several places do together, each its own stage (多地联办)."""

from datetime import datetime

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.custody import CUSTODY, leave, send_off
from tongban.cases.operations.holding import handled
from tongban.cases.operations.moving import Move, place, trace
from tongban.cases.operations.refusals import NotNow
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.routing import node_of, office_for, region_from
from tongban.cases.rules import Deed, Status
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post


@transaction.atomic
def finish_stage(*, case: Case, by: Post, at: datetime, note: str = "") -> Case:
    """Our part is done: the case goes on to the place of the next stage, which may be ours again.

    The last stage ends with a decision instead. Refuses with NotNow.
    """
    case = handled(case, by, Deed.DECIDE)
    package = package_of(case)
    done, following = case.stage, package.stage_after(case.stage)
    if case.status != Status.REVIEWING or not done or following is None:
        raise NotNow
    case.stage = following.id
    case.region = region_from(following.at, case.service, party_of(case), case.answers)
    going = node_of(case)
    case.handler = None
    if going == HERE:
        case.office = office_for(case.service, case.region) or case.office
    place(case, Status.REVIEWING)
    names = next(stage.names for stage in package.stages if stage.id == done)
    params: dict[str, object] = {"stage": dict(names)}
    move = Move(Status.REVIEWING, "stage_done", by, at, note.strip(), params=params, stage=done)
    taken = [trace(case, move)]
    if going != HERE:
        taken.append(leave(case, going, by=None, at=at))
    case.save(update_fields=[*CUSTODY, "stage", "region", "office"])
    if going == HERE:
        tell_others(case, taken, at=at)
    else:
        send_off(case, taken, at=at)
    return case
