"""What may happen to a visit and to a place. Plain Python: no tables, no clock, no request."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HOLD: Final = timedelta(minutes=10)  # while the form is filled in
OFFER: Final = timedelta(hours=2)  # while somebody who waited may say yes
KEPT_UNTIL: Final = timedelta(hours=1)  # before the start a freed place goes to whoever asks
COMES_BACK: Final = timedelta(minutes=60)  # who missed the call may join the line again


class Status(TextChoices):
    HELD = "held", _("Held for you")
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("In the hall")
    CALLED = "called", _("At the counter")
    DONE = "done", _("Finished")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Not confirmed in time")


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.HELD: frozenset({Status.BOOKED, Status.CANCELLED, Status.LAPSED}),
    Status.BOOKED: frozenset({Status.ARRIVED, Status.CANCELLED, Status.MISSED}),
    Status.ARRIVED: frozenset({Status.CALLED, Status.CANCELLED, Status.MISSED}),
    Status.CALLED: frozenset({Status.DONE, Status.MISSED, Status.ARRIVED}),
    Status.DONE: frozenset(),
    Status.MISSED: frozenset({Status.ARRIVED}),  # who comes back in time joins the line again
    Status.CANCELLED: frozenset(),
    Status.LAPSED: frozenset(),
}
LIVE: Final = frozenset({Status.HELD, Status.BOOKED, Status.ARRIVED, Status.CALLED})
GIVEN_BACK: Final = frozenset({Status.CANCELLED, Status.LAPSED})
OCCUPYING: Final = frozenset(Status) - GIVEN_BACK


class PlaceState(TextChoices):
    """`kept`: given back, and waiting for the drawing. `closed`: the office does not open then."""

    FREE = "free", _("Free")
    TAKEN = "taken", _("Taken")
    KEPT = "kept", _("Kept for the drawing")
    CLOSED = "closed", _("Closed")


def may_become(new: Status, *, now: Status) -> bool:
    return new in NEXT[now]
