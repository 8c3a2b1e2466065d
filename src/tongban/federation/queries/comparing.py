"""Which events of an hour we told a peer, and which ones it told us."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from tongban.federation.models import Comparison, Incoming, Outgoing
from tongban.federation.rules.hours import HOUR, hour_of

ByHour = dict[datetime, list[UUID]]


def told_by_hour(peer: str, hours: Sequence[datetime]) -> ByHour:
    """What we told a peer and it acknowledged, by the hour in which it happened."""
    rows = Outgoing.objects.filter(
        to=peer,
        received_at__isnull=False,
        happened_at__gte=min(hours),
        happened_at__lt=max(hours) + HOUR,
    )
    return _by_hour(rows.values_list("event_id", "happened_at"), hours)


def stored_by_hour(source: str, hours: Sequence[datetime]) -> ByHour:
    """What a peer told us and we stored, by the hour in which it happened there."""
    rows = Incoming.objects.filter(
        source=source, happened_at__gte=min(hours), happened_at__lt=max(hours) + HOUR
    )
    return _by_hour(rows.values_list("event_id", "happened_at"), hours)


def agreed_hours(peer: str, hours: Sequence[datetime]) -> set[datetime]:
    found = Comparison.objects.filter(peer=peer, hour__in=hours, agreed=True)
    return set(found.values_list("hour", flat=True))


def disagreements() -> list[Comparison]:
    """The hours about which we and a peer do not agree, newest first. Operators may ask."""
    return list(Comparison.objects.filter(agreed=False).order_by("-hour", "peer")[:100])


def _by_hour(rows: Iterable[tuple[UUID, datetime]], hours: Sequence[datetime]) -> ByHour:
    found: ByHour = {hour: [] for hour in hours}
    for event, happened_at in rows:
        hour = hour_of(happened_at)
        if hour in found:
            found[hour].append(event)
    return found
