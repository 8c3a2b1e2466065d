import pytest

from tests.faults.ledger import LONG, applied, exactly_once, settled, wait_until_settled
from tests.harness import faults
from tests.harness.faults import Fault
from tests.harness.fleet import Fleet, until

SECONDS = 30.0 if LONG else 6.0


def test_what_was_told_during_a_partition_arrives_when_it_heals(nation: Fleet) -> None:
    shanghai, henan, hub = nation["shanghai"], nation["henan"], nation["hub"]
    for member in (shanghai, henan):  # with the patience of an installation
        member.run("work")
    before = len(applied(shanghai, henan))
    with nation.network.parted("shanghai", "henan"):
        for number in range(10):
            shanghai.does("send_notes", to=["henan", "hub"], first=number, last=number)
            henan.does("send_notes", to=["shanghai"], first=number, last=number)
            nation.network.rest(SECONDS / 10)
        wait_until_settled(shanghai, hub)  # whom it hears
        assert len(applied(shanghai, henan)) == before
        assert not settled(henan, shanghai)
    wait_until_settled(shanghai, henan)
    wait_until_settled(henan, shanghai)
    exactly_once(nation, "hub", "shanghai", "henan")


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
    shanghai, henan = nation["shanghai"], nation["henan"]
    met = faults.Counted(fault)
    with nation.network.parted("shanghai", "henan", met):
        shanghai.does("send_notes", to=["henan"], first=1, last=20)
        henan.does("send_notes", to=["shanghai"], first=1, last=20)
        until(lambda: met.times >= 2, "nobody used the bad line")
    wait_until_settled(shanghai, henan)
    wait_until_settled(henan, shanghai)
    exactly_once(nation, "hub", "shanghai", "henan")


def test_a_line_that_stays_open_and_silent_holds_nobody_else_up(nation: Fleet) -> None:
    shanghai, henan, hub = nation["shanghai"], nation["henan"], nation["hub"]
    silent = faults.Counted(faults.half_open)
    with nation.network.fault(silent, sender="shanghai", receiver="henan"):
        shanghai.does("send_notes", to=["henan"], first=1, last=1)
        until(lambda: silent.times >= 1, "nobody used the silent line")
        shanghai.does("send_notes", to=["hub"], first=1, last=1)
        wait_until_settled(shanghai, hub)
        assert not settled(shanghai, henan)
    wait_until_settled(shanghai, henan, seconds=120)
    exactly_once(nation, "hub", "shanghai", "henan")
