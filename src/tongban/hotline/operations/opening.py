"""Taking a request."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.catalog.models import Authority
from tongban.catalog.queries import authority_with_code
from tongban.core.references import new_reference
from tongban.core.statements import add, together
from tongban.hotline.models import Request
from tongban.hotline.operations.moving import Move, names_of, place, trace
from tongban.hotline.operations.refusals import (
    NobodyThere,
    NoSuchAuthority,
    NoSuchKind,
    NothingSaid,
    TooLong,
)
from tongban.hotline.queries import center_of, office_of, office_that_looked
from tongban.hotline.rules import Channel, Kind, Status, due
from tongban.identity.models import Person

LONGEST = 4000


@transaction.atomic
def open_request(
    *,
    by: Person,
    kind: str,
    text: str,
    authority: str,
    about: str = "",
    region: str = "",
    channel: str = Channel.PORTAL,
    at: datetime,
) -> Request:
    """Ask something of an authority; without one the hotline finds out who answers.

    `about` is the ref of what it is about. The clock runs from the first day.
    Refuses with NoSuchKind, NothingSaid, TooLong, NoSuchAuthority or NobodyThere.
    """
    request = new_request(kind=kind, text=text, by=by, region=region, at=at)
    request.about, request.channel = about, channel
    return received(request, authority_called(authority), by=by, at=at)


def authority_called(code: str) -> Authority | None:
    """Refuses with NoSuchAuthority."""
    found = authority_with_code(code) if code else None
    if code and found is None:
        raise NoSuchAuthority
    return found


def new_request(*, kind: str, text: str, by: Person | None, region: str, at: datetime) -> Request:
    """A request that says something; not yet written. Refuses with NoSuchKind and the like."""
    if kind not in Kind.values:
        raise NoSuchKind
    said = text.replace("\0", "").strip()
    if not said:
        raise NothingSaid
    if len(said) > LONGEST:
        raise TooLong
    return Request(
        reference=new_reference(at=at),
        kind=kind,
        asker=by,
        text=said,
        region=region or (by.region if by else ""),
        opened_at=at,
    )


def received(
    request: Request, authority: Authority | None, *, by: Person | None, at: datetime
) -> Request:
    """Write it down, give it to whoever answers, and start the clock. Refuses with NobodyThere."""
    center = center_of(request.region)
    office = office_that_looked(request.about)
    office = office or (office_of(authority, request.region) if authority else center)
    if center is None or office is None:
        raise NobodyThere
    request.center, request.office, request.authority = center, office, authority
    request.status = Status.DISPATCHED if authority or office != center else Status.RECEIVED
    request.due_on, request.due_provisional = due(
        request.kind, localdate(at), urgency=request.urgency
    )
    place(request)
    request.progress = 1
    opened = Move(
        Status(request.status), "opened", by, at, who=names_of(authority) or names_of(center)
    )
    with together():
        add(request)
        trace(request, opened)
    return request
