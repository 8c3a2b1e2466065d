"""Real cases between real tables, and a post that doubles, delays and reorders every letter."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.builders import ANSWERS, MONDAY, a_certificate
from tests.cases.crossing import a_world, ana, officer, the_case
from tests.cases.nodes import COAST, HUB, PLAIN, Letter, Node, World
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Service
from tongban.core.refusal import Refusal
from tongban.federation.rules import NotYet

Deed = Callable[[Case], object]
NODES = (COAST, PLAIN, HUB)
DEEDS: dict[str, tuple[Node, Deed]] = {
    "send on": (COAST, lambda c: operations.hand_over(case=c, to="plain", by=officer(), at=MONDAY)),
    "send back": (
        PLAIN,
        lambda c: operations.hand_over(case=c, to="coast", by=officer(), at=MONDAY, why="No photo"),
    ),
    "accept": (PLAIN, lambda c: operations.accept(case=c, by=officer(), at=MONDAY)),
    "review": (PLAIN, lambda c: operations.begin_review(case=c, by=officer(), at=MONDAY)),
    "grant": (PLAIN, lambda c: operations.grant(case=c, by=officer(), at=MONDAY)),
    "to the counter": (
        PLAIN,
        lambda c: operations.hand_over(case=c, to="coast", by=officer(), at=MONDAY),
    ),
    "deliver": (COAST, lambda c: operations.deliver(case=c, by=officer(), at=MONDAY)),
}
TRIES = st.one_of(st.sampled_from(sorted(DEEDS)), st.integers(0, 200))


def begun() -> World:
    world = a_world("id-reissue", kinds=("idcard", "hukou-book"))
    with world.at(COAST):
        by = ana()
        a_certificate("hukou-book", holder=by.person)
        service = Service.objects.get(code="id-reissue")
        operations.apply(service=service, answers=ANSWERS, by=by, at=MONDAY)
    return world


def arrives(world: World, letter: Letter) -> bool:
    """Whether it was applied; what must wait for another letter comes again."""
    with suppress(NotYet):
        world.deliver(letter)
        return True
    return False


def custodians(world: World) -> list[str]:
    found = []
    for node in NODES:
        with world.at(node):
            found += [node.name for case in Case.objects.all() if case.custodian == ""]
    return found


class LettersInAnyOrder(TestCase):
    """Whatever the offices try, and whatever the post does to the letters."""

    @given(st.lists(TRIES, max_size=12))
    @settings(max_examples=6, deadline=None)
    def test_one_has_the_case_and_in_the_end_all_agree(self, tries: list[str | int]) -> None:
        world = begun()
        kept, waiting = list(world.sent), list(world.sent)
        world.sent.clear()
        for attempt in tries:
            if isinstance(attempt, str):
                node, deed = DEEDS[attempt]
                with world.at(node), suppress(Refusal, Case.DoesNotExist):
                    deed(the_case())
            elif kept:  # any letter that was ever sent, perhaps for the second time
                letter = kept[attempt % len(kept)]
                if arrives(world, letter) and letter in waiting:
                    waiting.remove(letter)
            kept += world.sent
            waiting += world.sent
            world.sent.clear()
            assert len(custodians(world)) <= 1
        while waiting:
            letter = waiting.pop(0)
            if not arrives(world, letter):
                waiting.append(letter)
            waiting += world.sent
            world.sent.clear()
        self.all_agree(world)

    def all_agree(self, world: World) -> None:
        [holder] = custodians(world)
        told = {}
        for node in NODES:
            with world.at(node):
                if node == PLAIN and not Case.objects.exists():
                    continue  # it was never sent on
                case = the_case()
                steps = tuple(case.steps.order_by("number").values_list("number", "action"))
                told[node.name] = (case.status, case.epoch, case.progress, case.due_on, steps)
                assert (case.custodian or node.name) == holder
        assert len(set(told.values())) == 1, told
