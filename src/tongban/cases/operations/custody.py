"""Handing a case over to another node: in one transaction ours ends, and theirs is promised."""

from datetime import datetime

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.operations.holding import handled
from tongban.cases.operations.looking import sent
from tongban.cases.operations.moving import By, Move, place, trace
from tongban.cases.operations.refusals import NoSuchPlatform, ReasonNeeded
from tongban.cases.operations.telling import tell_others
from tongban.cases.queries.parcels import parcel
from tongban.cases.queries.platforms import destinations, is_only_collected, names_of
from tongban.cases.queries.reports import Taken
from tongban.cases.rules import Deed, Status
from tongban.catalog.models import Post
from tongban.federation import operations as federation
from tongban.federation.queries import here

CUSTODY = ("custodian", "epoch", "progress", "arrived", "holders", "handler", "desk")


@transaction.atomic
def hand_over(*, case: Case, to: str, by: Post, at: datetime, why: str = "") -> Case:
    """Give a case to the platform where it goes on; from now on nobody here may act on it.

    Refuses with NoSuchPlatform when the case cannot go there now, and with ReasonNeeded when it
    goes back undecided to where it was begun.
    """
    case = handled(case, by, Deed.HAND_OVER)
    if to not in {peer.name for peer in destinations(case)}:
        raise NoSuchPlatform
    if to == case.origin and case.status == Status.SUBMITTED and not why.strip():
        raise ReasonNeeded
    action = _why_it_goes(case, to)
    taken = leave(case, to, by=by, at=at, why=why.strip(), action=action)
    case.save(update_fields=CUSTODY)
    send_off(case, [taken], at=at)
    return case


def _why_it_goes(case: Case, to: str) -> str:
    if case.status == Status.GRANTED:
        return "sent_to_counter"
    if to == case.origin:
        return "handed_back"
    return "sent_on" if is_only_collected(case) else "handed_over"


def leave(
    case: Case, to: str, *, by: By, at: datetime, why: str = "", action: str = "handed_over"
) -> Taken:
    """End our custody of a case that the caller holds, saves, and then sends off."""
    case.custodian, case.epoch, case.arrived = to, case.epoch + 1, False
    case.holders = sorted({*case.holders, here(), to})
    case.handler = None
    status = Status(case.status)
    place(case, status)
    params: dict[str, object] = {"platform": names_of(to), "reason": why}
    return trace(case, Move(status, action, by, at, note=why, params=params, peer=to))


def send_off(case: Case, taken: list[Taken], *, at: datetime) -> None:
    """Promise the case to its new custodian, and the news to whoever keeps a copy."""
    federation.send(
        "case.handed_over",
        to=[case.custodian],
        about=case.ref,
        data=parcel(case, taken, to=case.custodian),
        at=at,
    )
    sent(case, case.custodian, at=at)
    tell_others(case, taken, at=at, but=[case.custodian])
