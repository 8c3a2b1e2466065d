"""多地联办: several places each do their part of one case, and the last one decides."""

import pytest

from tests.builders import (
    DAY,
    HOUR,
    MONDAY,
    a_certificate,
    a_certificate_type,
    a_package,
    a_post,
    a_region,
    a_service,
    an_office,
)
from tests.cases.crossing import a_world, ana, officer, the_case
from tests.cases.filing import a_photo
from tests.cases.nodes import COAST, HUB, PLAIN, Node, World
from tongban.cases import operations, queries
from tongban.cases.models import Case, Upload
from tongban.cases.rules import Status
from tongban.catalog.models import Service
from tongban.identity.models import Actor
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db
SERVICE = "hukou-spouse"
ANSWERS = {
    "spouse_name": "Bo",
    "spouse_id_number": "310104199009219979",
    "marriage_number": "M-2020-1",
    "married_on": "2020-10-10",
    "to_region": "310104",
    "to_address": "Coast Street 200",
    "with_child": "no",
    "phone": "13912345678",
}


def applied(by: Actor) -> Case:
    for kind in ("hukou-book", "marriage"):
        a_certificate(kind, holder=by.person)
    service = Service.objects.get(code=SERVICE)
    case = operations.start(service=service, by=by, at=MONDAY)
    case = operations.save_draft(case=case, answers=ANSWERS, by=by, at=MONDAY)
    for entry in queries.materials(case, at=MONDAY):
        if entry.missing:
            case.materials.create(key=entry.key, upload=an_upload(by), at=MONDAY)
    return operations.submit(case=case, by=by, at=MONDAY)


def an_upload(by: Actor) -> Upload:
    return operations.store_upload(owner=by.person, name="a.jpg", data=a_photo(), at=MONDAY)


@pytest.fixture
def world() -> World:
    world = a_world(SERVICE, kinds=("hukou-book", "marriage"))
    with world.at(HUB):
        a_service(SERVICE, package=a_package(SERVICE))
    with world.at(COAST):
        applied(ana())
    world.deliver_all()
    return world


def reviewed(world: World, at: Node) -> None:
    with world.at(at):
        by, case = officer(), the_case()
        case = operations.accept(case=case, by=by, at=MONDAY + HOUR)
        operations.begin_review(case=case, by=by, at=MONDAY + HOUR)
    world.deliver_all()


def finished(world: World, at: Node) -> None:
    with world.at(at):
        operations.finish_stage(case=the_case(), by=officer(), at=MONDAY + DAY, note="In order")
    world.deliver_all()


def states(world: World, at: Node) -> list[tuple[str, str]]:
    with world.at(at):
        return [(stage.platform, stage.state) for stage in queries.stages_of(the_case())]


def test_it_begins_at_the_place_of_the_first_stage(world: World) -> None:
    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.mode, case.stage) == ("", "joint", "permit-in")
    assert states(world, COAST) == [("Coast", "now"), ("Plain", "ahead"), ("Coast", "ahead")]


def test_the_hub_knows_who_does_which_part(world: World) -> None:
    reviewed(world, COAST)
    finished(world, COAST)
    assert states(world, HUB) == [("Coast", "done"), ("Plain", "now"), ("Coast", "ahead")]


def test_each_place_does_its_part_and_the_last_one_decides(world: World) -> None:
    reviewed(world, COAST)
    finished(world, COAST)
    with world.at(PLAIN):
        case = the_case()
        assert (case.custodian, case.stage, case.status) == ("", "move-out", Status.REVIEWING)
        assert case.desk == officer().office
    assert states(world, COAST) == [("Coast", "done"), ("Plain", "now"), ("Coast", "ahead")]
    finished(world, PLAIN)
    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.epoch, case.stage) == ("", 3, "register")
        with pytest.raises(operations.NotNow):
            operations.finish_stage(case=case, by=officer(), at=MONDAY + DAY)
        operations.grant(case=case, by=officer(), at=MONDAY + 2 * DAY)
    world.deliver_all()
    for node in (PLAIN, HUB):
        with world.at(node):
            assert the_case().status == Status.GRANTED
    assert {state for _platform, state in states(world, PLAIN)} == {"done"}


def test_nobody_decides_before_every_part_is_done(world: World) -> None:
    reviewed(world, COAST)
    with world.at(COAST), pytest.raises(operations.StagesLeft):
        operations.grant(case=the_case(), by=officer(), at=MONDAY + DAY)


def test_a_part_is_done_only_under_review(world: World) -> None:
    with world.at(COAST), pytest.raises(operations.NotNow):
        operations.finish_stage(case=the_case(), by=officer(), at=MONDAY)


def test_every_place_may_refuse_and_all_hear_it(world: World) -> None:
    reviewed(world, COAST)
    finished(world, COAST)
    with world.at(PLAIN):
        operations.refuse(case=the_case(), reason="A debt", by=officer(), at=MONDAY + DAY)
    world.deliver_all()
    with world.at(COAST):
        assert (the_case().status, the_case().decision_reason) == (Status.REFUSED, "A debt")


def test_the_applicant_reads_which_part_is_done(world: World) -> None:
    reviewed(world, COAST)
    finished(world, COAST)
    finished(world, PLAIN)
    with world.at(COAST):
        titles = [event.title for event in queries.timeline(the_case(), at=MONDAY)]
        assert "Done: 准予迁入" in titles
        assert "Done: 办理迁出" in titles
        told = [words(message).title for message in messages_of(ana().person)]
        assert sum("is done" in title for title in told) == 2


def test_in_an_installation_that_stands_alone_it_goes_from_office_to_office() -> None:
    coast = an_office("Coast", region=a_region("310104", "Coast"))
    plain = an_office("Plain", region=a_region("410100", "Plain"))
    for kind in ("hukou-book", "marriage"):
        a_certificate_type(kind)
    a_service(SERVICE, package=a_package(SERVICE))
    here, there = a_post("Here", office=coast), a_post("There", office=plain)
    case = applied(ana())
    assert case.desk == coast
    case = operations.accept(case=case, by=here, at=MONDAY)
    case = operations.begin_review(case=case, by=here, at=MONDAY)
    case = operations.finish_stage(case=case, by=here, at=MONDAY)
    assert (case.desk, case.handler) == (plain, None)
    case = operations.finish_stage(case=case, by=there, at=MONDAY)
    case = operations.grant(case=case, by=here, at=MONDAY)
    assert case.status == Status.GRANTED
