"""Taking a place and giving it back: one statement each, so that no two can get the same."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from tongban.appointments.models import Place, Slot
from tongban.appointments.rules import PlaceState
from tongban.appointments.rules.fairness import LATEST, SOONEST
from tongban.appointments.rules.states import KEPT_UNTIL

FREE = (PlaceState.FREE,)
FREE_OR_KEPT = (PlaceState.FREE, PlaceState.KEPT)


class Claimed(NamedTuple):
    place: int
    ticket: str


def claim(slot: Slot, *, among: Sequence[str] = FREE) -> Claimed | None:
    """Take one place of a slot, if there is one. Nobody waits for anybody else's transaction."""
    # Only marks are put into the text; `among` are words of ours.
    marks = ", ".join(["%s"] * len(among))
    skip = connection.features.has_select_for_update_skip_locked
    found = (
        f"SELECT id FROM appointments_place WHERE slot_id = %s AND state IN ({marks})"  # noqa: S608
        f" ORDER BY id LIMIT 1{' FOR UPDATE SKIP LOCKED' if skip else ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appointments_place SET state = %s, draw_at = NULL"  # noqa: S608
            f" WHERE id = ({found}) RETURNING id, ticket",
            [PlaceState.TAKEN, slot.pk, *among],
        )
        row = cursor.fetchone()
    return Claimed(*row) if row else None


def settle(slot: Slot) -> None:
    """Wait until those who are taking a place of this slot have it, or have let it go again."""
    if connection.features.has_select_for_update_skip_locked:
        free = Place.objects.filter(slot=slot, state=PlaceState.FREE).order_by("pk")
        with transaction.atomic():
            list(free.select_for_update().values_list("pk"))


def give_back(place_id: int, *, starts_at: datetime, at: datetime) -> None:
    """Put a place aside until a moment that nobody can foresee; late ones are free at once."""
    draw_at = at + timedelta(seconds=SOONEST + secrets.randbelow(LATEST - SOONEST))
    kept = draw_at < starts_at - KEPT_UNTIL
    Place.objects.filter(pk=place_id, state=PlaceState.TAKEN).update(
        state=PlaceState.KEPT if kept else PlaceState.FREE, draw_at=draw_at if kept else None
    )
