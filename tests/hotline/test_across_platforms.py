"""A request that is asked at the hub and answered by another platform, photo and all."""

import random

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post, a_region, an_authority, an_office
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tests.hotline.asking import DONE, WORDS, a_photo
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.files import store
from tongban.hotline import operations, queries
from tongban.hotline.models import Photo, Request
from tongban.hotline.operations.refusals import AtAnotherPlatform, NotNow, NotTheirs
from tongban.hotline.rules import Level, Status
from tongban.hotline.rules.contents import Asked
from tongban.messages.models import Message
from tongban.privacy.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A hub with a desk of its own, and a platform of a place with an officer and a chief."""
    world = World(HUB, PLAIN, COAST)
    for node, region in ((HUB, "110000"), (PLAIN, "410100"), (COAST, "310104")):
        with world.at(node):
            an_authority("L-CG")
            office = an_office(node.name, region=a_region(region, node.name))
            a_post("Officer", office=office)
            a_post("Chief", office=office, role=Role.CHIEF)
    return world


def asks(world: World, **more: object) -> None:
    said = Asked("complaint", WORDS, "L-CG", region="410100", photos=(a_photo(),), **more)
    with world.at(HUB):
        operations.ask(said=said, by=a_person("李敏"), at=MONDAY)


def the_request() -> Request:
    return Request.objects.select_related("asker").get()


def officer() -> Post:
    return Post.objects.get(role=Role.OFFICER)


def answers(world: World, by: str = Role.OFFICER) -> None:
    with world.at(PLAIN):
        post = Post.objects.get(role=by)
        request = the_request()
        operations.take(request=request, by=post, at=MONDAY)
        operations.reply(
            request=request,
            answer="已修好",
            evidence=DONE,
            photos=(a_photo(colour="green"),),
            by=post,
            at=MONDAY + DAY,
        )
    world.deliver_all()


def test_it_goes_with_its_photo_is_answered_contested_and_closed(world: World) -> None:
    asks(world)
    with world.at(HUB):
        assert the_request().custodian == "plain"
        with pytest.raises(AtAnotherPlatform):
            operations.withdraw(request=the_request(), by=the_request().asker, at=MONDAY)
    world.deliver_all()
    with world.at(PLAIN):
        request = the_request()
        assert (request.text, request.status) == (WORDS, Status.DISPATCHED)
        assert request.asker.name == "李敏"
        assert queries.photos_of(request)[0].size == len(store.read(Photo.objects.get().stored_as))
    answers(world)
    with world.at(HUB):
        request = the_request()
        assert (request.status, request.answer, request.custodian) == ("answered", "已修好", "")
        assert len(queries.photos_of(request)) == 2
        steps = [(step.action, step.node) for step in queries.steps_of(request)]
        assert steps[1:] == [
            ("sent", ""),
            ("arrived", "plain"),
            ("taken", "plain"),
            ("answered", "plain"),
        ]
        assert Message.objects.filter(template="hotline/answered").count() == 1
        operations.contest(request=request, reason="灯又坏了", by=request.asker, at=MONDAY + DAY)
        assert the_request().custodian == "plain"
    world.deliver_all()
    with world.at(PLAIN):
        request = the_request()
        assert (request.level, request.contests) == (Level.SUPERIOR, 1)
        assert not Message.objects.exists()
    answers(world, by=Role.CHIEF)
    with world.at(HUB):
        request = the_request()
        operations.confirm(request=request, by=request.asker, at=MONDAY + 2 * DAY)
    world.deliver_all()
    for node in (HUB, PLAIN):
        with world.at(node):
            assert the_request().status == Status.CLOSED


def test_looking_at_it_elsewhere_is_written_down_there(world: World) -> None:
    asks(world)
    world.deliver_all()
    answers(world)
    with world.at(PLAIN):
        assert Access.objects.get().about == the_request().ref


def test_a_confidential_request_goes_without_its_asker(world: World) -> None:
    asks(world, confidential=True)
    assert "李敏" not in str([letter.event.data for letter in world.sent])
    world.deliver_all()
    with world.at(PLAIN):
        assert the_request().asker is None


def test_nobody_here_acts_on_what_another_platform_has(world: World) -> None:
    asks(world)
    with world.at(HUB), pytest.raises(NotNow):
        operations.supervise(request=the_request(), note="请加快", by=officer(), at=MONDAY)


def test_an_authority_that_is_not_responsible_gives_it_back(world: World) -> None:
    asks(world)
    world.deliver_all()
    with world.at(PLAIN):
        operations.send_back(request=the_request(), reason="不归我们", by=officer(), at=MONDAY)
    world.deliver_all()
    with world.at(HUB):
        request = the_request()
        assert (request.status, request.bounces, request.custodian) == (Status.RECEIVED, 1, "")
        assert queries.steps_of(request)[-1].note == "不归我们"


def test_what_comes_late_double_and_in_any_order_changes_nothing(world: World) -> None:
    asks(world)
    letters = world.deliver_all()
    answers(world)
    with world.at(HUB):
        before = Request.objects.values().get(), len(queries.steps_of(the_request()))
    sent = [*letters, *world.sent]
    random.Random(3).shuffle(sent)
    for letter in sent:
        world.deliver(letter)
    with world.at(HUB):
        assert (Request.objects.values().get(), len(queries.steps_of(the_request()))) == before


def test_a_platform_that_does_not_have_it_says_nothing_about_it(world: World) -> None:
    asks(world)
    letter = world.sent[0]
    with world.at(PLAIN), pytest.raises(NotTheirs):
        operations.receive(said=letter.event.data, source="coast", at=MONDAY)
    world.deliver_all()
    answers(world)
    with world.at(HUB):
        said = operations.custody.report(the_request()) | {"epoch": 9, "answer": "无"}
        with pytest.raises(NotTheirs):
            operations.hear(said=said, source="coast", at=MONDAY)
        assert the_request().answer == "已修好"


def test_a_photo_is_fetched_in_pieces_only_by_those_who_have_it(world: World) -> None:
    asks(world)
    with world.at(HUB):
        photo = str(Photo.objects.get().public_id)
    whole = world.ask("request.photo", of=HUB, by=PLAIN, photo=photo, offset=0)
    assert whole["size"] > 0
    assert world.ask("request.photo", of=HUB, by=COAST, photo=photo, offset=0) == {}
    assert world.ask("request.photo", of=HUB, by=PLAIN, photo="x", offset=0) == {}
