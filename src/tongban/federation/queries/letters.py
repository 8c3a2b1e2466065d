"""Dead letters: what never arrived or can never be applied, at both ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tongban.federation.models import Incoming, Motion, Outgoing

TO: Final = "to"
FROM: Final = "from"
MOST: Final = 500


@dataclass(frozen=True)
class Letter:
    """One event that came to nothing. What it says about people is not in here."""

    way: str
    peer: str
    event: UUID
    row: Outgoing | Incoming
    dead_at: datetime

    @property
    def is_ours(self) -> bool:
        return self.way == TO


def dead_letters(*, peer: str = "") -> list[Letter]:
    """The latest dead letters, newest first. Operators may ask."""
    out = Outgoing.objects.filter(dead_at__isnull=False).defer("data").order_by("-dead_at")
    came = Incoming.objects.filter(dead_at__isnull=False).defer("data").order_by("-dead_at")
    if peer:
        out, came = out.filter(to=peer), came.filter(source=peer)
    found = [*map(_told, out[:MOST]), *map(_heard, came[:MOST])]
    return sorted(found, key=lambda letter: letter.dead_at, reverse=True)[:MOST]


def dead_letter(*, way: str, peer: str, event: UUID) -> Letter | None:
    """One dead letter, by the direction and the peer. Operators may ask."""
    if way == TO:
        out = Outgoing.objects.filter(to=peer, event_id=event, dead_at__isnull=False)
        return next(map(_told, out.defer("data")), None)
    came = Incoming.objects.filter(source=peer, event_id=event, dead_at__isnull=False)
    return next(map(_heard, came.defer("data")), None)


def came_to_nothing(topic: str, *, about: str, to: str) -> Outgoing | None:
    """The dead letter by which we told a peer of something. For the part that told it."""
    dead = Outgoing.objects.filter(topic=topic, about=about, to=to, dead_at__isnull=False)
    return dead.defer("data").order_by("-id").first()


def open_motions() -> list[Motion]:
    """At the hub: who wants to join and who is to be excluded, oldest first. Operators may ask."""
    return list(Motion.objects.filter(second_at=None, dropped_at=None).order_by("made_at", "pk"))


def motion_with(public_id: UUID) -> Motion | None:
    return Motion.objects.filter(public_id=public_id).first()


def _told(row: Outgoing) -> Letter:
    return Letter(TO, row.to, row.event_id, row, row.dead_at or row.happened_at)


def _heard(row: Incoming) -> Letter:
    return Letter(FROM, row.source, row.event_id, row, row.dead_at or row.happened_at)
