"""Asking how it went, once a request is answered."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from tongban.federation.queries import HERE, here
from tongban.hotline.models import Request
from tongban.hotline.rules import Channel
from tongban.identity.models import Person
from tongban.messages import operations as messages
from tongban.ratings import operations as ratings
from tongban.ratings.rules import Ended, Kind, asked_by_text

SERVICE = "12345"


def invite(
    request: Request, action: str, *, node: str, clerk: Person | None, at: datetime
) -> None:
    """It was answered, here or elsewhere: whoever asked may say how it went.

    Who asked on the phone is asked there too, where they asked.
    """
    if action != "answered":
        return
    ended = Ended(
        about=request.ref,
        kind=Kind.REQUEST,
        names=request.authority.names if request.authority else {},
        reference=request.reference,
        service=SERVICE,
        authority=request.authority.code if request.authority else "",
        office=request.office.code if request.office and node == HERE else "",
        node=node,
        told={request.origin} if here() else (),
    )
    ratings.invite(ended=ended, rater=request.asker, clerk=clerk, at=at)
    asker = request.asker
    if asker and asker.phone and request.channel == Channel.PHONE and request.origin == HERE:
        with override(asker.language or settings.LANGUAGE_CODE):
            words = asked_by_text(str(settings.PLATFORM_NAME))
        messages.text(words, phone=asker.phone, purpose="rating", at=at)
