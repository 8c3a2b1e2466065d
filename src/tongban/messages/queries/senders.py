"""Departments' programs, their texts and what they sent."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from tongban.catalog.models import Post
from tongban.identity.queries import language_of_phone
from tongban.messages.models import Delivery, Sender, Template
from tongban.messages.rules import State


def sender_with(public_id: UUID) -> Sender | None:
    """A program that may send, by what its key names."""
    return Sender.objects.filter(public_id=public_id, ended_at=None).first()


def senders_of(post: Post) -> QuerySet[Sender]:
    """The programs of an official's office."""
    return Sender.objects.filter(office=post.office.code).order_by("ended_at", "name")


def templates_of(sender: Sender, *, channel: str = "") -> QuerySet[Template]:
    """A program's texts as they are now."""
    found = Template.objects.filter(sender=sender, current=True).order_by("name", "pk")
    return found.filter(channel=channel) if channel else found


def template_of(sender: Sender, public_id: UUID, version: int | None = None) -> Template | None:
    """One text of a program: this version, or the present one."""
    which = {"current": True} if version is None else {"version": version}
    return Template.objects.filter(sender=sender, public_id=public_id, **which).first()


def notifications_of(sender: Sender) -> QuerySet[Delivery]:
    """What a program sent, latest first."""
    sent = Delivery.objects.filter(sender=sender).select_related("template")
    return sent.order_by("-queued_at", "-pk")


def figures_of(sender: Sender) -> list[tuple[str, int]]:
    """How much of what is still kept is in which state."""
    counted = (
        Delivery.objects.filter(sender=sender)
        .values("state")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    return [(str(State(row["state"]).label), row["n"]) for row in counted]


def sent_since(sender: Sender, since: datetime) -> int:
    return Delivery.objects.filter(sender=sender, queued_at__gt=since).count()


def language_of(address_index: str) -> str:
    """In which language the owner of this number reads, if we know them."""
    return language_of_phone(address_index)
