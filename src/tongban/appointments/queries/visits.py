"""A person's own visits, reached through themselves."""

from datetime import datetime

from tongban.appointments.models import Feed, Visit, VisitQuerySet
from tongban.appointments.rules import LIVE
from tongban.crypto import vault
from tongban.identity.models import Actor, Person

FEED = "appointments.feed"


def visits_of(actor: Actor) -> VisitQuerySet:
    """A person's own appointments, or the firm's, latest first. There is no other way to one."""
    return (
        Visit.objects.of(actor)
        .exclude(place=None)
        .select_related("schedule__office__region", "service", "holder", "place__slot")
        .order_by("-starts_at", "-pk")
    )


def coming_visits_of(actor: Actor, *, at: datetime) -> list[Visit]:
    """What is still to come, soonest first."""
    return sorted(
        visits_of(actor).filter(status__in=sorted(LIVE)),
        key=lambda visit: (visit.starts_at or at, visit.pk),
    )


def live_visits_of(person: Person, *, at: datetime) -> int:
    """How many of a person's own appointments are still to come."""
    return Visit.objects.of(Actor(person)).live().filter(made_at__lte=at).count()


def feed_of(person: Person) -> Feed | None:
    """A person's calendar address. Only they may ask."""
    return Feed.objects.filter(person=person, ended_at=None).first()


def feed_index(secret: str) -> str:
    return vault.blind(secret, place=FEED)


def visits_in_feed(secret: str, *, since: datetime) -> VisitQuerySet | None:
    """What a calendar shows that knows the secret address; None when it does not hold any more."""
    feed = Feed.objects.filter(index=feed_index(secret), ended_at=None).first()
    if feed is None:
        return None
    found = Visit.objects.filter(holder=feed.person_id, starts_at__gte=since)
    return (
        found.exclude(place=None)
        .exclude(status="held")
        .select_related("schedule__office", "service", "place__slot")
        .order_by("starts_at", "pk")
    )
