"""Taking a request."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from tongban.catalog.models import Authority, Post
from tongban.catalog.queries import authority_with_code, nearest_region
from tongban.core.constraints import refusing
from tongban.core.references import new_reference
from tongban.core.refusal import KeyReused
from tongban.core.statements import add, together
from tongban.crypto import vault
from tongban.federation.queries import HERE
from tongban.hotline.models import Request
from tongban.hotline.operations.custody import send_off
from tongban.hotline.operations.moving import By, Move, names_of, place, trace
from tongban.hotline.operations.photos import Kept, give, stored
from tongban.hotline.operations.refusals import (
    NobodyThere,
    NoSuchAuthority,
    NoSuchKind,
    NothingSaid,
    PlaceAbroad,
    SentBefore,
    TooLong,
)
from tongban.hotline.queries.routing import (
    center_of,
    is_about_a_look,
    node_of,
    office_of,
    office_that_looked,
)
from tongban.hotline.queries.suggesting import Suggestion, lessons, suggest, urgency_of
from tongban.hotline.rules import Channel, Kind, Status, due
from tongban.hotline.rules.contents import FAR, LONGEST, Asked
from tongban.identity.models import Person
from tongban.identity.queries import person_with_phone


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
    said = Asked(kind, text, authority, about, region, channel)
    return _opened(said, (), asker=by, by=by, at=at)


def ask(*, said: Asked, by: Person, at: datetime, idempotency_key: str | None = None) -> Request:
    """Hand in a request as a whole. The same key with the same content gives it again.

    Refuses with KeyReused, PlaceAbroad, what `open_request` refuses, and as photos are refused.
    """
    digest = _digest(said) if idempotency_key else ""
    # Without photos the constraint finds out what was sent before, and nobody else has to ask.
    before = _sent_before(by, idempotency_key, digest) if said.photos else None
    if before:
        return before
    once = (idempotency_key, digest)
    with stored(said.photos) as kept:
        try:
            with refusing({"request_is_created_once_per_key": SentBefore}, savepoint=False):
                return _opened(said, kept, asker=by, by=by, at=at, once=once)
        except SentBefore:
            found = _sent_before(by, idempotency_key, digest)
            if found is None:
                raise
            return found


def take_call(*, said: Asked, by: Post, at: datetime) -> Request:
    """Write down what somebody says on the telephone or at the counter; they may stay unnamed.

    Whoever calls from a phone that is theirs, by their name, finds it among their own requests.
    Refuses as `ask` does.
    """
    caller = {key: value.strip() for key, value in said.caller.items() if value.strip()}
    known = person_with_phone(caller.get("phone", ""))
    asker = known if known and known.name == caller.get("name") else None
    with stored(said.photos) as kept:
        return _opened(said, kept, asker=asker, by=by, at=at, caller={} if asker else caller)


def _sent_before(by: Person, key: str | None, digest: str) -> Request | None:
    found = Request.objects.of(by).filter(idempotency_key=key).first() if key else None
    if found and found.request_digest != digest:
        raise KeyReused
    return found


def _digest(said: Asked) -> str:
    plain = [
        *(said.kind, said.text, said.authority, said.about, said.region, said.confidential),
        *(dict(said.place), said.may_publish, [len(photo) for photo in said.photos]),
    ]
    return vault.blind(json.dumps(plain, sort_keys=True), place="hotline.request")


@transaction.atomic
def _opened(
    said: Asked,
    photos: Sequence[Kept],
    *,
    asker: Person | None,
    by: By,
    at: datetime,
    caller: Mapping[str, str] | None = None,
    once: tuple[str | None, str] = (None, ""),
) -> Request:
    request = _new(said, asker=asker, at=at)
    request.caller = dict(caller or {})
    request.idempotency_key, request.request_digest = once
    authority = _authority(said.authority)
    _placed(request, authority)
    request.progress = 1
    who = names_of(authority) or names_of(request.center)
    going = node_of(request)
    with together():
        add(request)
        trace(request, Move(Status(request.status), "opened", by, at, who=who))
    give(request, photos, purpose="asked", at=at)
    if going != HERE:
        send_off(request, going, by=None, at=at)
    return request


def _authority(code: str) -> Authority | None:
    found = authority_with_code(code) if code else None
    if code and found is None:
        raise NoSuchAuthority
    return found


def _new(said: Asked, *, asker: Person | None, at: datetime) -> Request:
    if said.kind not in Kind.values:
        raise NoSuchKind
    text = said.text.replace("\0", "").strip()
    if not text:
        raise NothingSaid
    if len(text) > LONGEST:
        raise TooLong
    known, where = lessons(), _where(said.place)
    request = Request(
        reference=new_reference(at=at),
        kind=said.kind,
        asker=asker,
        text=text,
        about=said.about,
        place={key: value for key, value in where.items() if key != "region"},
        region=said.region or where.get("region", "") or (asker.region if asker else ""),
        channel=said.channel,
        confidential=said.confidential,
        may_publish=said.may_publish,
        urgency=urgency_of(known, text),
        emergency=known.emergency_in(text),
        abusive=bool(known.heeded("abuse", text)),
        category=known.topic_of(text, said.authority) if said.authority else "",
        opened_at=at,
    )
    request.due_on, request.due_provisional = due(
        request.kind, localdate(at), urgency=request.urgency
    )
    return request


def _where(said: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a place, and its coordinates if they are here. Refuses with PlaceAbroad."""
    found: dict[str, Any] = {}
    if said.get("words"):
        found["words"] = str(said["words"])[:200]
    if said.get("lon") is None or said.get("lat") is None:
        return found
    lon, lat = float(said["lon"]), float(said["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise PlaceAbroad
    near = nearest_region(lon, lat)
    if near and near[1] > FAR:
        raise PlaceAbroad
    return found | {"lon": round(lon, 5), "lat": round(lat, 5), "region": near[0] if near else ""}


def _placed(request: Request, authority: Authority | None) -> None:
    """Give it to whoever answers. Refuses with NobodyThere."""
    center = center_of(request.region)
    settled = bool(authority) or is_about_a_look(request.about)
    office = office_that_looked(request.about)
    office = office or (office_of(authority, request.region) if authority else center)
    if center is None or office is None:
        raise NobodyThere
    request.center, request.office, request.authority = center, office, authority
    request.status = Status.DISPATCHED if settled else Status.RECEIVED
    place(request)
    if not settled:
        made = suggest(request.text)
        request.suggested, request.category = _kept(made), request.category or made.topic


def _kept(made: Suggestion) -> dict[str, Any]:
    """What is kept of a suggestion with a request: authorities, how sure, and why."""
    return {
        "kind": made.kind,
        "topic": made.topic,
        "options": [
            {"code": o.code, "confidence": o.confidence, "because": list(o.because)}
            for o in made.options[:3]
        ],
    }
