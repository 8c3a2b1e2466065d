"""Whom no message reached."""

from django.db.models import QuerySet

from tongban.catalog.models import Post
from tongban.messages.models import Unreached


def unreached_of(post: Post) -> QuerySet[Unreached]:
    """Open ones of an official's office, oldest first. Only they may ask."""
    return (
        Unreached.objects.filter(closed_at=None, message__office=post.office_id)
        .select_related("message__to")
        .prefetch_related("message__deliveries")
        .order_by("opened_at", "pk")
    )
