"""Sending, and asking what became of it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from tongban.api.notify.answers import failed
from tongban.api.notify.keys import SenderRequest
from tongban.messages import queries
from tongban.messages.models import Delivery
from tongban.messages.operations import notify
from tongban.messages.rules import Channel, Fault, State

router = Router()
Kind = Annotated[str, Query(max_length=10)]
PAGE = 250
STATUS = {
    State.WAITING: "created",
    State.TAKEN: "sending",
    State.SENT: "sent",
    State.DELIVERED: "delivered",
    State.FAILED: "permanent-failure",
}


class Sent(BaseModel):
    """What every kind of notification is sent with. Fields that we do not know are left alone."""

    template_id: UUID
    personalisation: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    reference: str = Field("", max_length=200)


class SmsIn(Sent):
    phone_number: str = Field(max_length=40)


class EmailIn(Sent):
    email_address: str = Field(max_length=320)


@router.post("/notifications/sms", response={201: Any})
def sms(request: SenderRequest, body: SmsIn) -> Status[Any]:
    """A text to one phone."""
    return _send(request, Channel.SMS, body, body.phone_number)


@router.post("/notifications/email", response={201: Any})
def email(request: SenderRequest, body: EmailIn) -> Status[Any]:
    """An e-mail to one address."""
    return _send(request, Channel.EMAIL, body, body.email_address)


@router.post("/notifications/letter")
def letter(request: SenderRequest) -> HttpResponse:
    """Letters are written by people here."""
    return failed(400, ("BadRequestError", "Letters are not sent for programs"))


@router.get("/notifications/{uuid:notification_id}")
def one(request: SenderRequest, notification_id: UUID) -> Any:
    """What became of one."""
    found = queries.notifications_of(request.auth).filter(public_id=notification_id).first()
    if found is None:
        raise Http404
    return _told(request, found)


@router.get("/notifications")
def several(
    request: SenderRequest,
    template_type: Kind = "",
    status: Annotated[tuple[str, ...], Query()] = (),
    reference: Annotated[str, Query(max_length=200)] = "",
    older_than: UUID | None = None,
) -> Any:
    """The latest first, 250 at a time; `links.next` leads on."""
    found = queries.notifications_of(request.auth)
    if template_type:
        found = found.filter(channel=template_type)
    if reference:
        found = found.filter(reference=reference)
    if status:
        found = found.filter(state__in=[s for s, name in STATUS.items() if name in _all(status)])
    if older_than:
        found = found.filter(pk__lt=_key_of(request, older_than))
    page = list(found[:PAGE])
    here = request.build_absolute_uri(reverse("notify:several"))
    links = {"current": here}
    if page:  # the clients go on until a page is empty
        links["next"] = f"{here}?older_than={page[-1].public_id}"
    return {"notifications": [_told(request, each) for each in page], "links": links}


@router.get("/received-text-messages")
def received(request: SenderRequest) -> Any:
    """Nobody can answer our texts, so there are none."""
    return {"received_text_messages": [], "links": {"current": request.build_absolute_uri()}}


def _send(request: SenderRequest, channel: Channel, body: Sent, address: str) -> Status[Any]:
    delivery = notify(
        sender=request.auth,
        channel=channel,
        template_id=body.template_id,
        address=address,
        personalisation={k: v for k, v in body.personalisation.items() if v is not None},
        reference=body.reference,
        at=now(),
    )
    content = {"body": delivery.body}
    if channel == Channel.EMAIL:
        content |= {"subject": delivery.title, "from_email": ""}
    else:
        content |= {"from_number": "12345"}
    said = {
        "id": delivery.public_id,
        "reference": delivery.reference or None,
        "content": content,
        "uri": _address(request, delivery),
        "template": _template(request, delivery),
        "scheduled_for": None,
    }
    return Status(201, said)


def _told(request: SenderRequest, delivery: Delivery) -> dict[str, Any]:
    address = delivery.address
    return {
        "id": delivery.public_id,
        "reference": delivery.reference or None,
        "email_address": address if delivery.channel == Channel.EMAIL else None,
        "phone_number": address if delivery.channel == Channel.SMS else None,
        **{f"line_{n}": None for n in range(1, 8)},
        "type": delivery.channel,
        "status": _status(delivery),
        "template": _template(request, delivery),
        "body": delivery.body,
        "subject": delivery.title or None,
        "created_at": _when(delivery.queued_at),
        "sent_at": _when(delivery.sent_at),
        "completed_at": _when(delivery.ended_at),
        "uri": _address(request, delivery),
    }


def _status(delivery: Delivery) -> str:
    temporary = delivery.state == State.FAILED and delivery.fault == Fault.TOO_LATE
    return "temporary-failure" if temporary else STATUS[State(delivery.state)]


def _all(asked: tuple[str, ...]) -> set[str]:
    """`failed` stands for every kind of failure."""
    return {"permanent-failure" if "fail" in each else each for each in asked}


def _key_of(request: SenderRequest, public_id: UUID) -> int:
    found = queries.notifications_of(request.auth).filter(public_id=public_id)
    return found.values_list("pk", flat=True).first() or 0


def _address(request: SenderRequest, delivery: Delivery) -> str:
    return request.build_absolute_uri(reverse("notify:one", args=[delivery.public_id]))


def _template(request: SenderRequest, delivery: Delivery) -> dict[str, Any]:
    template = delivery.template
    assert template is not None  # noqa: S101  programs send nothing without one
    where = reverse("notify:template", args=[template.public_id])
    return {
        "id": template.public_id,
        "version": template.version,
        "uri": request.build_absolute_uri(where),
    }


def _when(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None
