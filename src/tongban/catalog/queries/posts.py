"""Reading posts."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.identity.models import Person


def posts_held_by(person: Person, *, at: datetime) -> int:
    """How many posts an official holds now. Only she may ask."""
    held = Post.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=person)
    return held.count()


def helps_at(person: Person) -> Office | None:
    """The office at which a person is registered as a village helper (帮办代办). Anyone may ask."""
    held = Post.objects.filter(person=person, role=Role.HELPER, ended_at=None)
    post = held.select_related("office").order_by("pk").first()
    return post.office if post else None


def office_of_post(ref: str) -> Office | None:
    """The office where a post is or was, by the post's ref. Anyone may ask."""
    kind, _slash, name = ref.partition("/")
    try:
        named = UUID(name)
    except ValueError:
        return None
    post = Post.objects.filter(public_id=named).select_related("office__authority").first()
    return post.office if post and kind == "post" else None
