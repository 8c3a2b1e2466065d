"""Ratings of requests and visits reach whoever did it, and the hub counts them without a name."""

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_person, a_post, a_region, an_office
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tests.ratings.occasions import an_occasion
from tongban.federation.rules import NotYet
from tongban.hotline import operations as hotline
from tongban.hotline.models import Problem
from tongban.messages.queries import messages_of
from tongban.ratings import operations, queries
from tongban.ratings.models import Rating
from tongban.ratings.rules import Kind, Opinion

pytestmark = pytest.mark.django_db
REQUEST = "request/6f1c5ac0-0000-4000-8000-000000000001"


@pytest.fixture
def world() -> World:
    """The coast asked, the plain answered; both know the request, the hub does not."""
    world = World(HUB, COAST, PLAIN)
    asked = {"about": REQUEST, "kind": Kind.REQUEST, "service": "12345", "authority": "MPS"}
    with world.at(PLAIN):
        clerk = a_post("Clerk", office=an_office(region=a_region("410100")))
        here = {"office": clerk.office.code, "told": ("coast",)}
        an_occasion(clerk=clerk.person, rater=None, **asked, **here)
    with world.at(COAST):
        an_occasion(rater=a_person(), **asked, office="", node="plain")
    return world


def rated_at_the_coast(world: World) -> None:
    with world.at(COAST):
        occasion = queries.occasion_about(REQUEST)
        said = Opinion(1, (), "没有修", may_call=True)
        operations.rate(occasion=occasion, opinion=said, by=occasion.rater, at=MONDAY + HOUR)


def test_a_bad_rating_is_followed_up_where_the_request_was_answered(world: World) -> None:
    rated_at_the_coast(world)
    assert sorted(letter.to for letter in world.sent) == ["hub", "plain"]
    world.deliver_all()
    with world.at(COAST):
        assert not Problem.objects.exists()
    with world.at(PLAIN):
        problem = Problem.objects.get()
        assert (problem.what, problem.to_call) == ("没有修", False), "nobody to call is known here"
        other = a_post("Other", office=problem.office)
        hotline.settle(problem=problem, fixed=True, result="修好", by=other, at=MONDAY + DAY)
    world.deliver_all()
    with world.at(COAST):
        first = Rating.objects.get()
        assert (first.mended, first.result) == (True, "修好")
        assert messages_of(first.rater).get().template == "hotline/rating_followed_up"
        operations.rate_again(first=first, opinion=Opinion(4), by=first.rater, at=MONDAY + DAY)
    world.deliver_all()
    with world.at(PLAIN):
        assert [(r.round, r.level) for r in Rating.objects.order_by("round")] == [(1, 1), (2, 4)]


def test_the_hub_counts_without_words_and_without_a_name(world: World) -> None:
    rated_at_the_coast(world)
    with world.at(PLAIN):
        visit = an_occasion(office="x")
        operations.rate(occasion=visit, opinion=Opinion(5), by=visit.rater, at=MONDAY)
    world.deliver_all()
    with world.at(HUB):
        assert {(r.rater, r.comment, r.node) for r in Rating.objects.all()} == {(None, "", "plain")}
        operations.seal(at=MONDAY + 3 * DAY)
        [line] = queries.figures("node")
        assert (line.key, line.count, line.bad) == ("plain", 2, 1)
        assert [line.key for line in queries.figures("authority")] == ["", "MPS"]


def test_nobody_counts_ratings_of_somebody_elses_work_or_rates_what_has_not_ended(
    world: World,
) -> None:
    rated_at_the_coast(world)
    [to_hub] = [letter for letter in world.sent if letter.to == "hub"]
    said = {**to_hub.event.data, "decider": "hub", "about": REQUEST[:-1] + "2"}
    with world.at(HUB):
        with pytest.raises(operations.NotTheirs):
            operations.hear(said=said, source="coast", at=MONDAY)
        with pytest.raises(NotYet):
            operations.hear(said=said | {"counted": False}, source="coast", at=MONDAY)
        assert not Rating.objects.exists()
