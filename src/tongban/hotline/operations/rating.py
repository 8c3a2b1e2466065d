"""Asking how it went, once a request is answered."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.core.refusal import Refusal
from tongban.federation.queries import HERE, here
from tongban.hotline.models import Request
from tongban.hotline.rules import Channel
from tongban.identity.models import Person
from tongban.identity.queries import person_with_phone
from tongban.identity.rules.buckets import Buckets
from tongban.messages import operations as messages
from tongban.messages.queries import takes_texts
from tongban.messages.rules import Kind as Reminded
from tongban.ratings import operations as ratings
from tongban.ratings.rules import Ended, Kind, asked_by_text

SERVICE = "12345"
ANSWERS = Buckets(rate=1 / 1200, burst=3)  # to one person, when the text could not be read


def invite(request: Request, action: str, *, node: str, clerk: Person | None, at: datetime) -> None:
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
    on_the_phone = request.channel == Channel.PHONE and request.origin == HERE
    if asker and on_the_phone and takes_texts(asker, Reminded.REMINDERS):
        with override(asker.language or settings.LANGUAGE_CODE):
            words = asked_by_text(str(settings.PLATFORM_NAME))
        messages.text(words, phone=asker.phone, purpose="rating", at=at)


def take_text(*, phone: str, text: str, at: datetime) -> str:
    """What somebody answers to a text of ours, as the carrier brings it; they get an answer.

    A phone that keeps on writing what cannot be read gets none after the third.
    """
    person = person_with_phone(phone)
    with override((person and person.language) or settings.LANGUAGE_CODE):
        answer, understood = _taken(phone, text, at=at)
    if person and (understood or not ANSWERS.take(str(person.public_id))):
        messages.text(answer, phone=phone, purpose="rating", at=at)
    return answer


def _taken(phone: str, text: str, *, at: datetime) -> tuple[str, bool]:
    try:
        rating = ratings.rate_by_text(phone=phone, text=text, at=at)
    except Refusal as refusal:
        return str(refusal), False
    return _("Thank you. We noted %(level)s of 5.") % {"level": rating.level}, True
