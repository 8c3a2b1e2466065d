"""Taking a case back that its receiver could not take. At no moment do two have it.

The receiver settles first, in a transaction of its own, that it will never take this hand-over;
only then is the case ours again. Whoever asks again is told the same, so either side may die.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.cases.models import Arrival, Case
from tongban.cases.operations.custody import CUSTODY
from tongban.cases.operations.holding import at_desk
from tongban.cases.operations.moving import Machine, Move, place, trace
from tongban.cases.operations.refusals import CaseGone, NotStuck
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.party import party_of
from tongban.cases.queries.platforms import names_of, stuck
from tongban.cases.queries.reports import Taken
from tongban.cases.queries.routing import office_near
from tongban.cases.rules import Deed, Status
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.federation import operations as federation
from tongban.federation.queries import here, peer_named

HANDED_OVER = "case.handed_over"


def reclaim(*, case: Case, by: Post, at: datetime) -> Case:
    """Have a case again whose hand-over came to nothing.

    Refuses with NotStuck, with PeerAway while the receiver cannot be asked, or as `at_desk` does.
    Who was excluded from the federation is not asked: nobody believes it any more.
    """
    held = _lost(case, by)
    if peer_named(held.custodian):
        said = federation.ask(
            "case.given_up",
            of=held.custodian,
            about=held.ref,
            data={"case": str(held.public_id), "epoch": held.epoch},
            at=at,
        )
        if said.get("taken") is not False:
            raise NotStuck
    return _ours_again(held, by, at=at)


@transaction.atomic
def give_up(*, case: UUID, epoch: int, source: str, at: datetime) -> bool:
    """At the receiver: say that we shall never take this hand-over. False if we have taken it."""
    newer = Case.objects.filter(public_id=case, epoch__gte=epoch)
    if newer.filter(custodian=HERE).exists() or newer.filter(epoch__gt=epoch).exists():
        return False
    if settled(case, epoch, taken=False, at=at):
        return False
    federation.drop(HANDED_OVER, about=f"case/{case}", of=source, by=Machine(), at=at)
    return True


def settled(case: UUID, epoch: int, *, taken: bool, at: datetime) -> bool:
    """What became of a hand-over; the first who asks decides it, whatever others do meanwhile."""
    try:
        with transaction.atomic():
            row, _new = Arrival.objects.get_or_create(
                case_id=case, epoch=epoch, defaults={"taken": taken, "settled_at": at}
            )
    except IntegrityError:
        row = Arrival.objects.get(case_id=case, epoch=epoch)
    return row.taken


@transaction.atomic
def _lost(case: Case, by: Post) -> Case:
    """The case, if its way to another platform came to nothing and `by` may do something about it."""
    if by.role == Role.OPERATOR and not by.ended_at:
        held = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()
        if held is None:
            raise CaseGone
    else:
        held = at_desk(case, by, Deed.HAND_OVER, copy=True)
    if stuck(held) is None:
        raise NotStuck
    return held


@transaction.atomic
def _ours_again(lost: Case, by: Post, *, at: datetime) -> Case:
    case = _lost(lost, by)
    if (case.custodian, case.epoch) != (lost.custodian, lost.epoch):
        raise NotStuck
    to, name = case.custodian, names_of(case.custodian)
    federation.drop(HANDED_OVER, about=case.ref, to=to, by=by.person, at=at)
    case.custodian, case.epoch, case.arrived = HERE, case.epoch + 1, True
    if not case.steps.filter(node=to).exists() and case.origin != to:
        case.holders = sorted({*case.holders, here()} - {to})
    case.office = case.office or office_near(case.service, party_of(case))
    taken = _begun_again(case, None if by.role == Role.OPERATOR else by, name, at=at)
    case.save(update_fields=[*CUSTODY, "office", "status", "decision_reason", "decided_at"])
    tell_others(case, taken, at=at)
    return case


def _begun_again(
    case: Case, by: Post | None, name: Mapping[str, str], *, at: datetime
) -> list[Taken]:
    """It goes on where it stood. If we have no office for it either, it ends here, and says so."""
    status = Status(case.status)
    if case.office is None:
        case.progress += 1  # it is on nobody's desk in between
        taken = [trace(case, Move(status, "reclaimed", by, at, tell=False))]
        return [*taken, _ended(case, at=at)]
    place(case, status)
    return [trace(case, Move(status, "reclaimed", by, at, params={"platform": name}))]


def _ended(case: Case, *, at: datetime) -> Taken:
    with override(settings.LANGUAGE_CODE):
        case.decision_reason = _("No office of this platform takes this service yet.")
    case.decided_at = at
    place(case, Status.NOT_ACCEPTED)
    ended = Move(Status.NOT_ACCEPTED, "not_accepted", None, at, note=case.decision_reason)
    return trace(case, ended)
