"""Rated where the applicant is: it reaches who decided and the hub, and counts once."""

import pytest

from tests.builders import DAY, HOUR, MONDAY
from tests.cases.crossing import a_world, ana, apply_at_the_coast, officer, the_case
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tongban.cases import operations
from tongban.federation.rules import NotYet
from tongban.identity.models import Actor
from tongban.ratings import operations as ratings
from tongban.ratings import queries
from tongban.ratings.models import Occasion, Rating
from tongban.ratings.rules import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = a_world(decide={"by": "official"})
    apply_at_the_coast(world)
    world.deliver_all()
    with world.at(PLAIN):
        case, by = the_case(), officer()
        case = operations.accept(case=case, by=by, at=MONDAY + HOUR)
        case = operations.begin_review(case=case, by=by, at=MONDAY + HOUR)
        operations.refuse(case=case, reason="Not insured", by=by, at=MONDAY + HOUR)
    world.deliver_all()
    return world


def rated_at_the_coast(world: World, level: int = 2) -> None:
    with world.at(COAST):
        said = Opinion(level, (), "Slow", may_call=True)
        operations.rate(case=the_case(), opinion=said, by=ana(), at=MONDAY + DAY)


def test_a_rating_reaches_who_decided_and_the_hub(world: World) -> None:
    rated_at_the_coast(world)
    assert sorted(letter.to for letter in world.sent) == ["hub", "plain"]
    world.deliver_all()
    with world.at(PLAIN):
        rating = Rating.objects.get()
        assert (rating.level, rating.node, rating.comment) == (2, "", "Slow")
        assert rating.office == officer().office.code
        assert queries.sealed_at_office(rating.office).count == 0, "hidden for a day"
        ratings.seal(at=MONDAY + 3 * DAY)
        assert queries.sealed_at_office(rating.office).count == 1
    with world.at(HUB):
        ratings.seal(at=MONDAY + 3 * DAY)
        [(node, standing)] = queries.sealed_by_platform()
        assert (node, standing.count, standing.average) == ("plain", 1, 2)


def test_the_counter_that_only_passed_it_on_is_not_rated(world: World) -> None:
    rated_at_the_coast(world)
    with world.at(COAST):
        assert Rating.objects.get().node == "plain"


def test_told_twice_it_counts_once(world: World) -> None:
    rated_at_the_coast(world)
    letters = list(world.sent)
    for letter in (*letters, *letters):
        world.deliver(letter)
    for node in (PLAIN, HUB):
        with world.at(node):
            assert Rating.objects.count() == 1


def test_of_two_ratings_the_first_counts_everywhere(world: World) -> None:
    rated_at_the_coast(world, level=2)
    with world.at(PLAIN):
        by = Actor(the_case().applicant)
        operations.rate(case=the_case(), opinion=Opinion(5), by=by, at=MONDAY + 2 * DAY)
    for letter in reversed(world.sent):
        world.deliver(letter)
    for node in (COAST, PLAIN, HUB):
        with world.at(node):
            assert Rating.objects.get().level == 2


def test_a_rating_waits_for_its_case(world: World) -> None:
    rated_at_the_coast(world)
    [to_hub] = [letter for letter in world.sent if letter.to == "hub"]
    with world.at(HUB):
        Occasion.objects.all().delete()
    with pytest.raises(NotYet):
        world.deliver(to_hub)


def test_strangers_to_a_case_do_not_rate_it(world: World) -> None:
    rated_at_the_coast(world)
    [letter] = [letter for letter in world.sent if letter.to == "plain"]
    with world.at(PLAIN):
        with pytest.raises(ratings.NotTheirs):
            ratings.hear(said=letter.event.data, source="south", at=MONDAY)
        assert not Rating.objects.exists()
