"""Who may act for whom among people."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity.models import Actor, Mandate, MandateQuerySet, Person


def mandates_held(person: Person, *, at: datetime) -> MandateQuerySet:
    """The people a person may act for now. Only she may ask."""
    found = Mandate.objects.live(at=at).filter(agent=person)
    return found.select_related("principal", "agent").order_by("given_at", "pk")


def mandates_given(person: Person, *, at: datetime) -> MandateQuerySet:
    """Who may act for a person, now or as soon as a paper is confirmed. Only she may ask, and an
    official before whom she stands."""
    found = Mandate.objects.filter(principal=person, ended_at=None, ends_at__gt=at)
    return found.select_related("agent", "principal", "recorded_by").order_by("given_at", "pk")


def mandate_of(person: Person, public_id: UUID) -> Mandate | None:
    """A power that a person gave or holds, also one that is over. Only she may ask."""
    found = Mandate.objects.filter(Q(principal=person) | Q(agent=person), public_id=public_id)
    return found.select_related("principal", "agent").first()


def mandates_to_confirm(*, at: datetime) -> MandateQuerySet:
    """What was written down from paper and waits for a second official."""
    found = Mandate.objects.filter(starts_at=None, ended_at=None, ends_at__gt=at)
    return found.select_related("agent", "principal", "recorded_by").order_by("given_at", "pk")


def actor_for(person: Person, mandate: UUID, *, at: datetime) -> Actor | None:
    """The person, acting for another one. None when that power no longer holds."""
    held = mandates_held(person, at=at).filter(public_id=mandate).first()
    return Actor(held.principal, mandate=held) if held else None
