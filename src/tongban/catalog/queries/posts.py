"""Reading posts."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Q

from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.core.languages import in_every_language
from tongban.identity.models import Person


class Desk(TypedDict):
    """Where somebody looks from, as the person whom they look at reads it."""

    post: Mapping[str, str]
    authority: str
    region: str


def desk_of(post: Post) -> Desk:
    """What a post is called, and who answers for its office. Anyone may ask."""
    titles = in_every_language(Role(post.role).label)
    titles |= {"zh": post.title} if post.title else {}
    return {**_desk(post.office), "post": titles}


def desk_called(code: str) -> Desk:
    """The same for a thing that an office answers for, like a gate. Anyone may ask."""
    return _desk(Office.objects.filter(code=code).select_related("authority", "region").first())


def posts_held_by(person: Person, *, at: datetime) -> int:
    """How many posts an official holds now. Only she may ask."""
    held = Post.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=person)
    return held.count()


def desk_under(ref: str) -> Desk:
    """The same, by the ref of the post. Anyone may ask."""
    post = _post_with(ref)
    return desk_of(post) if post else _desk(None)


def helps_at(person: Person) -> Office | None:
    """The office at which a person is registered as a village helper (帮办代办). Anyone may ask."""
    held = Post.objects.filter(person=person, role=Role.HELPER, ended_at=None)
    post = held.select_related("office").order_by("pk").first()
    return post.office if post else None


def office_of_post(ref: str) -> Office | None:
    """The office where a post is or was, by the post's ref. Anyone may ask."""
    post = _post_with(ref)
    return post.office if post else None


def _post_with(ref: str) -> Post | None:
    kind, _slash, name = ref.partition("/")
    try:
        named = UUID(name)
    except ValueError:
        return None
    found = Post.objects.filter(public_id=named) if kind == "post" else Post.objects.none()
    return found.select_related("office__authority", "office__region").first()


def _desk(office: Office | None) -> Desk:
    return {
        "post": {},
        "authority": office.authority.code if office and office.authority else "",
        "region": office.region.code if office else "",
    }
