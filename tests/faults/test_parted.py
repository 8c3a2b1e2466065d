import os

import pytest

from tests.faults.ledger import LONG, applied, exactly_once, settled, wait_until_settled
from tests.harness import faults
from tests.harness.faults import Fault
from tests.harness.fleet import Fleet, until

SECONDS = float(os.environ.get("TONGBAN_FAULTS_PARTED", "30" if LONG else "6"))


def test_what_was_told_during_a_partition_arrives_when_it_heals(nation: Fleet) -> None:
    east, west, hub = nation["east"], nation["west"], nation["hub"]
    for member in (east, west):  # with the patience of an installation
        member.run("work")
    before = len(applied(east, west))
    with nation.network.parted("east", "west"):
        for number in range(10):
            east.does("send_notes", to=["west", "hub"], first=number, last=number)
            west.does("send_notes", to=["east"], first=number, last=number)
            nation.network.rest(SECONDS / 10)
        wait_until_settled(east, hub)  # whom it hears
        assert len(applied(east, west)) == before
        assert not settled(west, east)
    wait_until_settled(east, west)
    wait_until_settled(west, east)
    exactly_once(nation, "hub", "east", "west")


@pytest.mark.parametrize(
    "fault",
    [
        faults.cut_while_asking,
        faults.cut_before_the_answer,
        faults.cut_while_answering,
        faults.doubled,
        faults.Overtaken(),
    ],
    ids=["asking cut", "answer lost", "answer cut", "doubled", "overtaken"],
)
def test_on_a_bad_line_everything_arrives_once(fault: Fault, nation: Fleet) -> None:
    east, west = nation["east"], nation["west"]
    met = faults.Counted(fault)
    with nation.network.parted("east", "west", met):
        east.does("send_notes", to=["west"], first=1, last=20)
        west.does("send_notes", to=["east"], first=1, last=20)
        until(lambda: met.times >= 2, "nobody used the bad line")
    wait_until_settled(east, west)
    wait_until_settled(west, east)
    exactly_once(nation, "hub", "east", "west")


def test_a_line_that_stays_open_and_silent_holds_nobody_else_up(nation: Fleet) -> None:
    east, west, hub = nation["east"], nation["west"], nation["hub"]
    silent = faults.Counted(faults.half_open)
    with nation.network.fault(silent, sender="east", receiver="west"):
        east.does("send_notes", to=["west"], first=1, last=1)
        until(lambda: silent.times >= 1, "nobody used the silent line")
        east.does("send_notes", to=["hub"], first=1, last=1)
        wait_until_settled(east, hub)
        assert not settled(east, west)
    wait_until_settled(east, west, seconds=120)
    exactly_once(nation, "hub", "east", "west")
