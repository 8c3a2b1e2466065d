"""A slow peer delays nobody, and nobody asks more than it may."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.utils.timezone import now

from tests.federation.letters import an_event, ask, tell
from tests.federation.nodes import Node, a_hub, being, trusting
from tests.federation.wiring import TOPICS
from tongban.exchange import budgets
from tongban.exchange.budgets import AT_ONCE, EVENTS, QUESTIONS, one_of_few
from tongban.federation import tasks
from tongban.federation.models import Incoming

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH, SOUTH = a_hub(), Node("east"), Node("north"), Node("south")


@pytest.fixture(autouse=True)
def _east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No time passes, so that a slow machine refills no budget."""
    with being(EAST, TONGBAN_TOPICS=TOPICS, TONGBAN_PEER_REQUESTS=1, TONGBAN_PEER_QUESTIONS=1):
        budgets.forget()
        for made in (budgets.budget, budgets.claims):
            for kept in (budgets.STRANGERS, *map(made, (EVENTS, QUESTIONS))):
                monkeypatch.setattr(kept, "clock", lambda: 1000.0)
        trusting(HUB, EAST, NORTH, SOUTH, at=now())
        yield
    budgets.forget()


class Forged:
    """Claims to be the key of a node, and cannot sign."""

    def __init__(self, node: Node) -> None:
        self.public, self.suite = node.key.public, node.suite

    def sign(self, _message: bytes) -> bytes:
        return bytes(64)


def test_a_lane_that_is_busy_is_not_started_twice_and_holds_up_no_other() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slow(_name: str) -> int:
        begun.set()
        assert go_on.wait(30)
        return 1

    def quick(_name: str) -> int:
        done.set()
        return 1

    assert tasks._start("slow", slow, "north") == 1
    assert begun.wait(30)
    assert tasks._start("slow", slow, "north") == 0
    assert tasks._start("quick", quick, "south") == 1
    assert done.wait(30), "the other lane did not have to wait"
    go_on.set()
    assert tasks._lanes["slow"].result(30) == 1


def test_who_sends_more_than_it_may_is_held_to_its_budget_and_others_are_not(client) -> None:
    codes = [tell(client, [an_event(NORTH)], by=NORTH, to=EAST) for _ in range(4)]
    assert [answer.status_code for answer in codes[:2]] == [200, 200]
    over = codes[-1]
    assert (over.status_code, over.json()["code"]) == (429, "over_budget")
    assert int(over["Retry-After"]) >= 1
    assert tell(client, [an_event(SOUTH)], by=SOUTH, to=EAST).status_code == 200
    assert ask(client, "test.double", {"n": 1}, by=NORTH, to=EAST).status_code == 200
    assert Incoming.objects.filter(source="north").count() == codes.count(codes[0]) + 1


def test_a_stranger_uses_up_nothing_that_belongs_to_a_peer(client) -> None:
    forger: Any = Node("north")
    forger.key = Forged(NORTH)
    answers = [tell(client, [an_event(NORTH)], by=forger, to=EAST) for _ in range(60)]
    assert answers[0].json()["code"] == "signature_wrong"
    assert answers[-1].json()["code"] == "over_budget"

    fine = tell(client, [an_event(NORTH)], by=NORTH, to=EAST, source="10.1.1.1")

    assert fine.status_code == 200


def test_two_addresses_of_a_peer_share_what_it_may_ask(client) -> None:
    codes = [
        tell(client, [an_event(NORTH)], by=NORTH, to=EAST, source=f"10.1.1.{n}").status_code
        for n in range(3)
    ]
    assert codes == [200, 200, 429]


def test_few_requests_of_one_peer_are_worked_on_at_once() -> None:
    with ExitStack() as stack:
        got = [stack.enter_context(one_of_few("north")) for _ in range(AT_ONCE + 1)]
        assert got == [True] * AT_ONCE + [False]
        assert stack.enter_context(one_of_few("south"))
    with one_of_few("north") as again:
        assert again
