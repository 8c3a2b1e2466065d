"""Reading requests: askers their own, officials what is at their office."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.hotline.models import Photo, Request, RequestQuerySet, RequestStep
from tongban.hotline.rules.states import OVER
from tongban.identity.models import Person

WITH = ("authority", "office", "center", "handler")


def requests_of(person: Person) -> RequestQuerySet:
    """A person's own requests, latest first. There is no other way to get one."""
    return Request.objects.of(person).select_related(*WITH).order_by("-opened_at", "-pk")


def open_requests_of(person: Person, *, at: datetime) -> int:
    """How many of a person's own requests still wait for an answer."""
    mine = Request.objects.of(person).filter(opened_at__lte=at)
    return mine.exclude(status__in=sorted(OVER)).count()


def requests_at(post: Post) -> RequestQuerySet:
    """Every request that the official's office answers or watches over. Others are not there."""
    found = Request.objects.at(post.office).select_related(*WITH, "asker", "main")
    return found.order_by("-opened_at", "-pk")


def on_desk_of(post: Post) -> RequestQuerySet:
    """What the official's office has to answer now."""
    return Request.objects.on_desk(post.office)


def watched_by(post: Post) -> RequestQuerySet:
    """What the official's office watches over as the hotline's own desk."""
    return Request.objects.filter(center=post.office)


def answered_by(post: Post) -> RequestQuerySet:
    """What the official's office was given to answer, or all that it watches over, if anything."""
    watched = watched_by(post)
    return watched if watched.exists() else Request.objects.filter(office=post.office)


def steps_of(request: Request, *, inside: bool = False) -> list[RequestStep]:
    """What happened, in order; with `inside` also what only officials see."""
    found = request.steps.select_related("post__office").order_by("number")
    return list(found if inside else found.filter(inside=False))


def photos_of(request: Request) -> list[Photo]:
    """The pictures of a request that lie here. Its asker and its officials may ask."""
    return list(request.photos.exclude(stored_as="").order_by("pk"))


def photo_of(request: Request, public_id: UUID) -> Photo | None:
    return request.photos.exclude(stored_as="").filter(public_id=public_id).first()


def shows_asker(request: Request, post: Post) -> bool:
    """Whether this official may learn who asked. Of a confidential request only the chief at the
    hotline's desk may, for asking back."""
    if not request.confidential:
        return True
    return post.role == Role.CHIEF and post.office_id == request.center_id


def has_opened(request: Request, post: Post, *, at: datetime) -> bool:
    """Whether this official's look at this request was written down today."""
    if request.asker is None:
        return True
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return request.asker.accesses.filter(
        by=post.person_id, about=request.ref, at__gte=midnight, at__lte=at
    ).exists()
