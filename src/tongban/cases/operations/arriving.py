"""A case that another node handed over to us: finding its place here, or giving it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.cases.models import Case
from tongban.cases.operations.custody import CUSTODY, leave, send_off
from tongban.cases.operations.machine import decide_by_table
from tongban.cases.operations.moving import Move, place, trace
from tongban.cases.operations.telling import tell_others
from tongban.cases.operations.unpacking import unpack
from tongban.cases.queries.answers import wallet_of
from tongban.cases.queries.checking import Checked
from tongban.cases.queries.materials import view
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.routing import office_for, office_near
from tongban.cases.rules import Status
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Office

Said = Mapping[str, Any]


def arrive(case: Case, said: Said, *, source: str, came_back: bool, at: datetime) -> None:
    """Take the case in hand, or give it back and say why. What comes back to us stays."""
    unpack(case, said, source=source, at=at)
    case.office = _office(case, came_back=came_back)
    case.custodian = HERE
    if came_back:
        _settle(case, said, source=source, at=at)
    elif why := _obstacle(case, said):
        taken = leave(case, source, by=None, at=at, why=why, action="handed_back")
        case.save(update_fields=CUSTODY)
        send_off(case, [taken], at=at)
    else:
        _begin(case, source=source, at=at)


def _begin(case: Case, *, source: str, at: datetime) -> None:
    """The first time that we have it: what a table decides is decided at once."""
    place(case, Status(case.status))
    case.save(update_fields=[*CUSTODY, "office"])
    received = Move(Status(case.status), "received", None, at, tell=False, peer=source)
    taken = [trace(case, received)]
    if case.status == Status.SUBMITTED:
        taken += decide_by_table(case, _ready(case, at=at), at=at)
    tell_others(case, taken, at=at)


def _settle(case: Case, said: Said, *, source: str, at: datetime) -> None:
    """It is with us again. If we have no office for it either, it ends here, with the reason."""
    status, action, note, tell = Status(case.status), "received", "", False
    if case.office is None:
        status, action, tell = Status.NOT_ACCEPTED, "not_accepted", True
        note = case.decision_reason = said["steps"][-1]["note"]
        case.decided_at = at
    place(case, status)
    case.save(update_fields=[*CUSTODY, "office", "status", "decision_reason", "decided_at"])
    taken = trace(case, Move(status, action, None, at, note=note, tell=tell, peer=source))
    tell_others(case, [taken], at=at)


def _office(case: Case, *, came_back: bool) -> Office | None:
    if case.stage:
        return office_for(case.service, case.region) or case.office
    if came_back:
        return case.office or office_near(case.service, party_of(case))
    return office_for(case.service, case.region)


def _obstacle(case: Case, said: Said) -> str:
    """Why we cannot take it, in the language of the state; empty when we can."""
    with override(settings.LANGUAGE_CODE):
        if not case.service.online or case.service.withdrawn_at:
            return _("This platform does not offer this service.")
        if said["organisation"] and case.organisation is None:
            return _("The firm is not known to this platform.")
        if case.office is None:
            return _("No office of this platform takes this service yet.")
    return ""


def _ready(case: Case, *, at: datetime) -> Checked:
    """What a table looks at: it was found complete where it was begun."""
    package, party = package_of(case), party_of(case)
    wallet = wallet_of(package, party, on=localdate(at))
    given = list(case.materials.select_related("certificate__type", "upload"))
    views = [view(need, given, wallet) for need in package.needs]
    return Checked(package, party, wallet, case.answers, views, {})
