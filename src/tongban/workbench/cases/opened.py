"""Who may see a case now: its handler, and for half an hour whoever wrote down why."""

from datetime import datetime, timedelta
from typing import Final

from tongban.cases.models import Case
from tongban.workbench.http import OfficialRequest

OPENED: Final = "work.opened"
LOOKS: Final = ("privacy_access", "audit_entry", "federation_outgoing")  # what a look leaves
LASTS: Final = timedelta(minutes=30)


def may_see(request: OfficialRequest, case: Case, *, at: datetime) -> bool:
    """Reads only; the reason itself was recorded when the case was opened."""
    if case.handler_id == request.post.person_id:
        return True
    until = request.session.get(OPENED, {}).get(_name(request, case), 0)
    return bool(until > at.timestamp())


def keep_open(request: OfficialRequest, case: Case, *, at: datetime) -> None:
    """Remember in the session that the reason was given; forget those that ran out."""
    kept = request.session.get(OPENED, {})
    live = {name: until for name, until in kept.items() if until > at.timestamp()}
    live[_name(request, case)] = (at + LASTS).timestamp()
    request.session[OPENED] = live


def _name(request: OfficialRequest, case: Case) -> str:
    return f"{request.post.public_id}/{case.public_id}"
