"""What other nodes say about requests: one is ours now, or one of ours went on."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.audit import operations as audit
from tongban.catalog.queries import authority_with_code
from tongban.federation.queries import HERE, here
from tongban.federation.rules import NotYet
from tongban.files import store
from tongban.files.judging import Unfit, checked
from tongban.hotline.models import Photo, Request, RequestStep
from tongban.hotline.operations.custody import give_back
from tongban.hotline.operations.following import follow
from tongban.hotline.operations.moving import Clock, Move, place, tell, trace
from tongban.hotline.operations.rating import invite
from tongban.hotline.operations.refusals import NotTheirs
from tongban.hotline.queries.routing import center_of, office_of, office_that_looked
from tongban.hotline.rules import Status
from tongban.identity.operations import person_from

Said = Mapping[str, Any]
PLAIN = ("kind", "category", "text", "place", "about", "region", "channel", "urgency")
MARKS = ("emergency", "abusive", "confidential", "caller")
STATE = ("reference", "status", "level", "bounces", "contests", "answer", "evidence", "solved")
TOLD = frozenset({"taken", "answered", "sent_back", "not_accepted", "supervised"})


@transaction.atomic
def receive(*, said: Said, source: str, at: datetime) -> None:
    """Another node gives us a request to answer. Told twice or late, it changes nothing.

    Refuses with NotTheirs when the source did not have it.
    """
    request = _known(said)
    if request and said["epoch"] <= request.epoch:
        return
    if (
        _here(said["custodian"]) != HERE
        or (request.custodian if request else said["origin"]) != source
    ):
        raise NotTheirs
    if request is None:
        request = Request(public_id=said["request"], origin=source)
        request.opened_at = datetime.fromisoformat(said["opened_at"])
    if said["subject"]:
        request.asker = person_from(subject=said["subject"], source=source, at=at)
    for name in (*PLAIN, *MARKS):
        setattr(request, name, said[name])
    _state(request, said)
    request.center = center_of(request.region)
    request.office = (
        office_that_looked(request.about)
        or office_of(request.authority, request.region)
        or request.center
    )
    request.custodian, request.handler = HERE, None
    place(request)
    request.save()
    _steps(request, said["steps"])
    _photos(request, said["asked"], "asked", source=source)
    _begin(request, at=at)


def _begin(request: Request, *, at: datetime) -> None:
    request.progress += 1
    if request.office is None:
        request.status, request.bounces = Status.RECEIVED, request.bounces + 1
        with override(settings.LANGUAGE_CODE):
            note = _("No office of this platform answers this yet.")
        request.save(update_fields=["status", "bounces", "progress"])
        trace(request, Move(Status.RECEIVED, "sent_back", None, at, note=note))
        give_back(request, at=at)
        return
    request.save(update_fields=["progress"])
    who = dict(request.office.names)
    trace(request, Move(Status(request.status), "arrived", None, at, who=who, tell=False))


@transaction.atomic
def hear(*, said: Said, source: str, at: datetime) -> None:
    """Another node says how a request went on of which we keep a copy, or gives it back to us.

    Every report is whole, so what is late or double changes nothing.
    Refuses with NotTheirs; waits for a request that is not here yet.
    """
    request = _known(said)
    if request is None:
        raise NotYet("request_unknown")
    news = (int(said["epoch"]), int(said["progress"]))
    if news <= (request.epoch, request.progress):
        return
    if request.custodian != source:
        raise NotTheirs
    before = request.progress
    _state(request, said)
    request.custodian = _here(said["custodian"])
    place(request)
    request.save()
    fresh = _steps(request, said["steps"])
    _photos(request, said["photos"], "evidence", source=source)
    for step in fresh:
        invite(request, step.action, node=step.node, clerk=None, at=step.at)
        if step.number > before and step.action in TOLD:
            tell(request, Move(Status(step.status), step.action, None, at, note=step.note))
    if request.custodian == HERE and request.status == Status.ANSWERED:
        follow(request, at=at)


def _known(said: Said) -> Request | None:
    found = Request.objects.select_for_update(of=("self",))
    related = found.select_related("authority", "office", "center", "asker")
    return related.filter(public_id=said["request"]).first()


def _state(request: Request, said: Said) -> None:
    for name in STATE:
        setattr(request, name, said[name])
    code = said["authority"]
    request.authority = authority_with_code(code) if code else request.authority
    request.epoch, request.progress = int(said["epoch"]), int(said["progress"])
    request.due_on = date.fromisoformat(said["due_on"]) if said["due_on"] else None
    for name in ("answered_at", "closed_at"):
        setattr(request, name, datetime.fromisoformat(said[name]) if said[name] else None)


def _steps(request: Request, said: Iterable[Said]) -> list[RequestStep]:
    """Keep the steps that are not here yet."""
    known = set(request.steps.values_list("number", flat=True))
    fresh = [
        RequestStep(
            request=request,
            number=each["number"],
            action=each["action"],
            status=each["status"],
            node=_here(each["node"]),
            note=each["note"],
            who=each["who"],
            at=datetime.fromisoformat(each["at"]),
        )
        for each in said
        if each["number"] not in known
    ]
    return RequestStep.objects.bulk_create(fresh)


def _photos(request: Request, said: Iterable[Said], purpose: str, *, source: str) -> None:
    for each in said:
        photo, new = Photo.objects.get_or_create(
            request=request,
            digest=each["digest"],
            purpose=purpose,
            defaults={
                "public_id": each["id"],
                "kind": each["kind"],
                "size": each["size"],
                "node": source,
                "at": datetime.fromisoformat(each["at"]),
            },
        )
        if new and "content" in each:
            with suppress(binascii.Error):
                complete_photo(photo=photo, content=base64.b64decode(each["content"]), at=photo.at)


@transaction.atomic
def complete_photo(*, photo: Photo, content: bytes, at: datetime) -> bool:
    """Keep what another node says is the picture, if it is and can do no harm; says whether."""
    if sha256(content).hexdigest() != photo.digest:
        return False
    try:
        checked(content)
    except Unfit:
        return False
    photo.stored_as, photo.node = store.new_name(), HERE
    store.keep(photo.stored_as, content)
    photo.save(update_fields=["stored_as", "node"])
    audit.record("hotline.photo_arrived", subject=photo, by=Clock(), at=at)
    return True


def _here(name: str) -> str:
    return HERE if name == here() else name
