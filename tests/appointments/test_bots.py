"""Programs that ask ten times as often win no more than their share of heads."""

from math import sqrt

import pytest

from tests.appointments.offering import MINUTE, a_line, booked, slots_on, somebody
from tests.appointments.test_waiting import RELEASE, THURSDAY
from tests.builders import MONDAY, a_service
from tongban.appointments import operations
from tongban.appointments.models import Arrival, Visit
from tongban.appointments.rules.fairness import in_drawn_order

pytestmark = pytest.mark.django_db


def within_share(won: int, *, draws: int, share: float) -> bool:
    return won <= draws * share + 3 * sqrt(draws * share * (1 - share))


def test_a_thousand_bots_at_ten_times_the_rate_get_their_share_of_turns() -> None:
    """A thousand bots and a thousand people, each bot coming in ten times, through the room."""
    line = a_line(waiting_room=True, ahead_days=2, counters=1, minutes=60)
    bots = [somebody(f"B{n}") for n in range(1000)]
    people = [somebody(f"P{n}") for n in range(1000)]
    for _ in range(10):  # bots first, and again and again
        for bot in bots[:100]:
            operations.enter_room(schedule=line, by=bot, at=RELEASE - 20 * MINUTE)
    for who in [*bots, *people]:
        operations.enter_room(schedule=line, by=who, at=RELEASE - MINUTE)
    operations.draw_rooms(at=RELEASE)

    assert Arrival.objects.count() == 2000
    robots = {bot.person.pk for bot in bots}
    for places in (100, 400):  # who chooses first
        first = Arrival.objects.filter(turn__lte=places).values_list("person", flat=True)
        assert within_share(sum(pk in robots for pk in first), draws=places, share=0.5)


def test_bots_on_the_waiting_list_win_their_share_of_what_comes_back() -> None:
    """A third of those who wait are bots that ask for the list and the place all the time."""
    service, at = a_service(), MONDAY
    line = a_line(counters=30, minutes=60)
    taken = []
    for slot in slots_on(line, THURSDAY):
        for _ in range(30):
            who = somebody()
            taken.append((who, booked(slot, by=who, service=service)))
    crowd = [somebody(f"W{n}") for n in range(180)]
    robots = {who.person.pk for who in crowd[:60]}
    for who in crowd:
        for _ in range(10 if who.person.pk in robots else 1):
            operations.wait_for(schedule=line, on=THURSDAY, service=service, by=who, at=at)
    for who, visit in taken[:60]:
        operations.cancel(visit=visit, by=who, at=at)

    assert operations.draw(at=at + 15 * MINUTE) == 60

    won = Visit.objects.filter(status="held").values_list("holder", flat=True)
    assert within_share(sum(pk in robots for pk in won), draws=60, share=1 / 3)


def test_the_order_of_a_drawing_favours_nobody() -> None:
    from uuid import UUID

    names = [UUID(int=n) for n in range(50)]
    firsts = [in_drawn_order(names, seed=str(n))[0].int for n in range(2000)]
    early = sum(first < 25 for first in firsts)
    assert within_share(early, draws=2000, share=0.5)
    assert within_share(2000 - early, draws=2000, share=0.5)
