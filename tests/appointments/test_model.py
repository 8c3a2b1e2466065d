"""No place is given twice and none is lost, whatever is done in whatever order.

`TONGBAN_MODEL=4000000 python -m pytest tests/appointments/test_model.py -k anomaly` goes on for
that many operations.
"""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import transaction

from tests.appointments.model.explorer import Anomaly, Explorer
from tongban.appointments import operations
from tongban.appointments.models import Place, Slot, Visit
from tongban.appointments.operations import Wish, booking
from tongban.appointments.operations.placing import Claimed
from tongban.identity.models import Actor

pytestmark = pytest.mark.django_db
OPERATIONS = int(os.environ.get("TONGBAN_MODEL", "2000"))
ENOUGH = 3000  # operations within which a seeded bug has to be found
OPS = "tongban.appointments.operations"


class _Back(Exception):
    """Leave no rows of one world for the next."""


def explore(most: int, *, first: int = 1) -> int:
    """Go through so many operations, one world after another; says how many were done."""
    done, seed = 0, first
    while done < most:
        try:
            with transaction.atomic():
                world = Explorer(seed)
                while done < most and not world.is_over:
                    world.step()
                    done += 1
                world.compare()
                raise _Back
        except _Back:
            seed += 1
        except Anomaly as anomaly:
            anomaly.add_note(f"in world {seed}, after {done:,} operations in all")
            raise
    return done


def test_no_anomaly_in_many_operations() -> None:
    assert explore(OPERATIONS) == OPERATIONS


def _any_place(slot: Slot, **_more: object) -> Claimed | None:
    place = Place.objects.filter(slot=slot).order_by("pk")[0]
    return Claimed(place.pk, place.ticket)


def _place_elsewhere(slot: Slot, **_more: object) -> Claimed | None:
    place = Place.objects.filter(slot__on=slot.on, state="free").order_by("-pk").first()
    if place is None:
        return None
    Place.objects.filter(pk=place.pk).update(state="taken")
    return Claimed(place.pk, place.ticket)


def _never_back(_place_id: int, **_more: object) -> None:
    """The place stays taken."""


def _back_at_once(place_id: int, **_more: object) -> None:
    Place.objects.filter(pk=place_id).update(state="free", draw_at=None)


def _unmarked(slot: Slot, **_more: object) -> Claimed | None:
    place = Place.objects.filter(slot=slot, state="free").order_by("pk").first()
    return Claimed(place.pk, place.ticket) if place else None


def _late(*, at: datetime) -> int:
    return _lapse(at=at - timedelta(minutes=6))


def _by_arrival(names: Iterable[UUID], *, seed: str) -> list[UUID]:
    del seed
    return list(names)


def _longer(visit: Visit, _by: Actor) -> Visit:
    found = Visit.objects.select_related("schedule__office", "service", "holder").get(pk=visit.pk)
    if found.held_until:
        found.held_until += timedelta(hours=1)
    return found


def _never_over(wish: Wish, by: Actor, *, at: datetime, early: bool = False) -> None:
    before = wish.slot.starts_at - timedelta(minutes=1)
    _bookable(wish, by, at=min(at, before), early=early)


def _nothing(*_args: object, **_more: object) -> None:
    """As if there was nothing."""


_lapse, _bookable = operations.lapse, booking.bookable
BUGS = {
    "the first place is taken, free or not": ("booking.claim", _any_place),
    "a place of another time is taken": ("booking.claim", _place_elsewhere),
    "a place that is taken is not marked": ("booking.claim", _unmarked),
    "a cancelled place is lost": ("changing.give_back", _never_back),
    "a cancelled place is free without a drawing": ("changing.give_back", _back_at_once),
    "a place whose hold ended is lost": ("clearing.give_back", _never_back),
    "holds end six minutes late": ("lapse", _late),
    "a hold is confirmed after its end": ("booking.own", _longer),
    "who waited longest wins the drawing": ("waiting.in_drawn_order", _by_arrival),
    "who lets places go may go on": ("booking.let_go", _nothing),
    "the key of a program is forgotten": ("booking._with_key", _nothing),
    "nothing is ever over": ("booking.bookable", _never_over),
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_checker_finds_every_seeded_bug(bug: str) -> None:
    name, wrong = BUGS[bug]
    with patch(f"{OPS}.{name}", wrong), pytest.raises(Anomaly):
        explore(ENOUGH)
