"""异地代收代办: a counter here takes it in and checks it, another platform decides, and back it comes."""

from typing import Any

import pytest

from tests.builders import ANSWERS, DAY, HOUR, MONDAY, a_certificate, a_post
from tests.cases.crossing import a_world, ana, officer, the_case
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.catalog.models import Post, Service
from tongban.catalog.rules import Role
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db
SERVICE = "id-reissue"


def a_counter_world(**chosen: Any) -> World:
    """Ana of the plain lives at the coast and applies there for a card of the plain."""
    world = a_world(SERVICE, kinds=("idcard", "hukou-book"))
    with world.at(COAST):
        by = ana()
        a_certificate("hukou-book", holder=by.person)
        service = Service.objects.get(code=SERVICE)
        operations.apply(service=service, answers=ANSWERS | chosen, by=by, at=MONDAY)
    return world


@pytest.fixture
def world() -> World:
    return a_counter_world()


def sent_on(world: World, note: str = "") -> Case:
    with world.at(COAST):
        case = operations.hand_over(
            case=the_case(), to="plain", by=officer(), at=MONDAY + HOUR, why=note
        )
    world.deliver_all()
    return case


def granted(world: World) -> None:
    with world.at(PLAIN):
        by, case = officer(), the_case()
        case = operations.accept(case=case, by=by, at=MONDAY + DAY)
        case = operations.begin_review(case=case, by=by, at=MONDAY + DAY)
        operations.grant(case=case, by=by, at=MONDAY + DAY)
    world.deliver_all()


def test_it_lies_on_the_desk_of_the_counter_where_she_lives(world: World) -> None:
    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.mode, case.region) == ("", "collect_for", "410100")
        assert case.desk == officer().office
        assert queries.is_only_collected(case)
    world.deliver_all()
    with world.at(HUB):
        assert the_case().custodian == "coast"


def test_the_counter_cannot_decide_it(world: World) -> None:
    with world.at(COAST):
        with pytest.raises(operations.DecidedElsewhere):
            operations.accept(case=the_case(), by=officer(), at=MONDAY)
        with pytest.raises(operations.DecidedElsewhere):
            operations.refuse_to_accept(case=the_case(), reason="No", by=officer(), at=MONDAY)
        assert the_case().progress == 1


def test_a_clerk_who_checked_it_sends_it_on(world: World) -> None:
    with world.at(COAST):
        clerk = a_post("Clerk", office=officer().office, role=Role.CLERK)
        case = operations.take(case=the_case(), by=clerk, at=MONDAY)
        case = operations.hand_over(
            case=case, to="plain", by=clerk, at=MONDAY + HOUR, why="Seen in person"
        )
        assert (case.custodian, case.handler, case.desk) == ("plain", None, None)
        assert list(queries.cases_at(clerk)) == [case], "she can still read it"
        with pytest.raises(operations.CaseElsewhere):
            operations.take(case=case, by=clerk, at=MONDAY)
        newest = messages_of(case.applicant).first()
        assert newest is not None
        assert words(newest).title.startswith("Checked and sent to Plain")
    world.deliver_all()
    with world.at(PLAIN):
        case = the_case()
        assert case.desk is not None
        [step] = case.steps.filter(action="sent_on")
        assert (step.node, step.to, step.note) == ("coast", "plain", "Seen in person")
        assert step.who["role"] == "clerk"


def test_defects_are_mended_before_it_goes(world: World) -> None:
    defect = {"kind": "field", "key": "lost_on", "problem": "Which day?"}
    with world.at(COAST):
        operations.ask_correction(case=the_case(), defects=[defect], by=officer(), at=MONDAY)
        with pytest.raises(operations.NoSuchPlatform):
            operations.hand_over(case=the_case(), to="plain", by=officer(), at=MONDAY)
        operations.submit(case=the_case(), by=ana(), at=MONDAY + HOUR)
        assert the_case().custodian == ""
    sent_on(world)
    with world.at(PLAIN):
        case = the_case()
        assert case.corrections.get().answered_at is not None
        assert queries.open_correction(case) is None


def test_it_can_only_go_where_it_belongs(world: World) -> None:
    with world.at(COAST):
        for wrong in ("hub", "coast", "", "nowhere"):
            with pytest.raises(operations.NoSuchPlatform):
                operations.hand_over(case=the_case(), to=wrong, by=officer(), at=MONDAY)
        assert (the_case().custodian, the_case().epoch) == ("", 1)


def test_what_is_collected_at_the_counter_comes_back_to_it(world: World) -> None:
    sent_on(world)
    granted(world)
    with world.at(PLAIN):
        case, by = the_case(), officer()
        assert case.certificate is not None
        with pytest.raises(operations.HandedOutElsewhere):
            operations.deliver(case=case, by=by, at=MONDAY + DAY)
        operations.hand_over(case=case, to="coast", by=by, at=MONDAY + 2 * DAY)
        assert the_case().custodian == "coast"
    world.deliver_all()
    with world.at(COAST):
        case, by = the_case(), officer()
        assert (case.custodian, case.epoch, case.status) == ("", 3, Status.GRANTED)
        case = operations.deliver(case=case, by=by, at=MONDAY + 3 * DAY)
        operations.close(case=case, by=by, at=MONDAY + 3 * DAY)
    world.deliver_all()
    for node in (PLAIN, HUB):
        with world.at(node):
            assert the_case().status == Status.CLOSED
            actions = [step.action for step in the_case().steps.order_by("number")]
            assert actions[-4:] == ["sent_to_counter", "received", "delivered", "closed"]


def test_what_is_posted_is_delivered_by_who_decided() -> None:
    world = a_counter_world(delivery="post", address="Coast Street 200")
    sent_on(world)
    granted(world)
    with world.at(PLAIN):
        assert queries.destinations(the_case()) == []
        operations.deliver(case=the_case(), by=officer(), at=MONDAY + DAY)
    world.deliver_all()
    with world.at(COAST):
        assert the_case().status == Status.DELIVERED


def test_what_was_sent_wrongly_goes_back_with_a_reason(world: World) -> None:
    sent_on(world)
    with world.at(PLAIN):
        with pytest.raises(operations.ReasonNeeded):
            operations.hand_over(case=the_case(), to="coast", by=officer(), at=MONDAY)
        operations.hand_over(
            case=the_case(), to="coast", by=officer(), at=MONDAY, why="The photo is missing"
        )
    world.deliver_all()
    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.desk) == ("", officer().office)
        assert case.steps.get(action="handed_back").note == "The photo is missing"


def test_who_applied_cannot_send_her_own_case_on(world: World) -> None:
    with world.at(COAST):
        own = Post.objects.create(person=ana().person, office=officer().office, role=Role.OFFICER)
        with pytest.raises(operations.OwnCase):
            operations.hand_over(case=the_case(), to="plain", by=own, at=MONDAY)


def test_the_clock_is_one_for_both(world: World) -> None:
    sent_on(world)
    with world.at(PLAIN):
        operations.accept(case=the_case(), by=officer(), at=MONDAY + DAY)
        clock = queries.clock(the_case(), at=MONDAY + 3 * DAY)
    world.deliver_all()
    with world.at(COAST):
        assert queries.clock(the_case(), at=MONDAY + 3 * DAY) == clock


def test_the_applicant_may_withdraw_where_the_case_is(world: World) -> None:
    sent_on(world)
    with world.at(PLAIN):
        operations.withdraw(case=the_case(), by=Actor(the_case().applicant), at=MONDAY + DAY)
    world.deliver_all()
    with world.at(COAST):
        assert the_case().status == Status.WITHDRAWN
        newest = messages_of(ana().person).first()
        assert newest is not None
        assert words(newest).title.startswith("You withdrew")
