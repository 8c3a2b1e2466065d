"""SIGKILL where it hurts most. The places are named here; the program knows nothing of them."""

from dataclasses import dataclass

import pytest

from tests.faults.conftest import ON_BOTH, QUICK, as_often
from tests.faults.ledger import LONG, exactly_once, wait_until_settled
from tests.harness.faults import Held
from tests.harness.fleet import Fleet

TIMES = 30 if LONG else 5
EVENTS = 20
pytestmark = ON_BOTH


@dataclass(frozen=True)
class Place:
    """Which process of whom dies where."""

    name: str
    whose: str
    role: str
    where: str


PLACES = [
    Place("before sending", "shanghai", "work", "before tongban.federation.tasks:send_batch"),
    Place(
        "stored, before the receipt", "henan", "web", "after tongban.federation.operations:receive"
    ),
    Place(
        "receipted, before applying",
        "henan",
        "work",
        "before tongban.federation.operations.applying:_apply",
    ),
    Place("while applying", "henan", "work", "after tests.harness.member.effects:noted"),
    Place(
        "receipt here, before noting it",
        "shanghai",
        "work",
        "before tongban.federation.operations.delivering:note_receipt",
    ),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_node_killed_there_loses_and_doubles_nothing(place: Place, nation: Fleet) -> None:
    dying = nation[place.whose]
    for _ in range(as_often(TIMES, nation)):
        dying.run(place.role, FLEET_DIES=place.where, FLEET_TIMING=QUICK)
        dying.wait_until_it_answers()
        dying.order_to_die()
        tell(nation)
        dying.has_died(place.role)
    dying.run(place.role, FLEET_TIMING=QUICK)
    all_is_well(nation)


def test_a_sender_killed_while_the_receipt_is_under_way_sends_again(nation: Fleet) -> None:
    shanghai = nation["shanghai"]
    for _ in range(as_often(TIMES, nation)):
        held = Held(answered=True)
        with nation.network.fault(held, sender="shanghai", receiver="henan"):
            tell(nation)
            held.wait_for_one()
            shanghai.kill("work")
            held.go.set()
        shanghai.run("work", FLEET_TIMING=QUICK)
    all_is_well(nation)


def tell(nation: Fleet) -> None:
    nation["shanghai"].does("send_notes", to=["henan"], first=1, last=EVENTS, together=EVENTS)


def all_is_well(nation: Fleet) -> None:
    wait_until_settled(nation["shanghai"], nation["henan"])
    exactly_once(nation, "shanghai", "henan")
