"""Asking how it went, once somebody was served."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from tongban.appointments.models import Visit
from tongban.catalog.models import Post
from tongban.messages import operations as messages
from tongban.messages.queries import takes_texts
from tongban.messages.rules import Kind
from tongban.ratings import operations as ratings
from tongban.ratings.rules import Ended, asked_by_text
from tongban.ratings.rules import Kind as Rated


def invite(visit: Visit, *, by: Post, at: datetime) -> None:
    """Each time at a counter is rated for itself (一次一评), with the code there or by text."""
    service = visit.service
    ended = Ended(
        about=visit.ref,
        kind=Rated.VISIT,
        names=service.names if service else {"zh": visit.schedule.name},
        reference=visit.number,
        service=service.code if service else "",
        authority=service.authority.code if service and service.authority else "",
        office=by.office.code,
        counter=visit.counter,
    )
    ratings.invite(ended=ended, rater=visit.holder, clerk=by.person, at=at)
    if visit.holder and takes_texts(visit.holder, Kind.REMINDERS):
        with override(visit.holder.language or settings.LANGUAGE_CODE):
            words = asked_by_text(str(settings.PLATFORM_NAME))
        messages.text(words, phone=visit.holder.phone, purpose="rating", at=at)
