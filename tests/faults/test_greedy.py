from tests.faults.conftest import QUICK
from tests.harness.fleet import Fleet

PER_SECOND = 5
BURST = 2 * PER_SECOND  # as exchange/budgets.py has it
POLLS = 200


def test_a_peer_that_never_stops_asking_is_held_to_its_budget_and_others_are_served(
    nation: Fleet,
) -> None:
    henan = nation["henan"]
    henan.run("web", FLEET_TIMING=QUICK, TONGBAN_PEER_QUESTIONS=str(PER_SECOND))
    henan.wait_until_it_answers()

    nation["shanghai"].begins("polls", of="henan", times=POLLS)
    modest = nation["hub"].does("polls", of="henan", times=BURST // 2)
    greedy = nation["shanghai"].ends("polls")

    assert modest["answered"] == BURST // 2
    assert greedy["answered"] <= BURST + PER_SECOND * greedy["seconds"] + 1
    assert greedy["answered"] >= BURST
    assert set(greedy["refused"]) == {"over_budget"}
