"""A hand-over that comes to nothing: everybody sees it, and at no moment do two have the case."""

from typing import Any

import pytest

from tests.builders import DAY, HOUR, MONDAY
from tests.cases.crossing import a_world, ana, officer, the_case
from tests.cases.crossing import apply_at_the_coast as apply
from tests.cases.nodes import COAST, HUB, PLAIN, Letter, World
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.operations import reclaiming
from tongban.cases.rules import Status
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.federation import operations as federation
from tongban.federation.models import Outgoing
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world(decide={"by": "official"})


@pytest.fixture
def lost(world: World) -> Letter:
    """Applied for at the coast; the case itself did not get to the plain."""
    apply(world)
    (letter,) = [each for each in world.sent if each.event.topic == "case.handed_over"]
    world.sent.remove(letter)
    world.deliver_all()
    return letter


def refused(letter: Letter) -> None:
    """At the coast: the plain said that it cannot take this."""
    Outgoing.objects.create(
        event_id=letter.event.id,
        topic=letter.event.topic,
        to=letter.to,
        about=letter.event.about,
        happened_at=MONDAY,
        dead_at=MONDAY,
        why="wrong_data",
        retry_at=MONDAY + HOUR,
    )


def an_operator() -> Post:
    """Who sees to the machine; the case came from somebody's phone and has no office here."""
    Post.objects.update(role=Role.OPERATOR)
    return officer()


def reclaims(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the coast, whose operator is told this by the plain."""
    monkeypatch.setattr(federation, "ask", lambda *_args, **_more: answer)
    operations.reclaim(case=the_case(), by=an_operator(), at=MONDAY + DAY)


def the_plain_is_asked(world: World) -> Any:
    with world.at(COAST):
        case, epoch = str(the_case().public_id), the_case().epoch
    return world.ask("case.given_up", of=PLAIN, by=COAST, case=case, epoch=epoch)


def test_a_case_that_could_not_be_taken_is_had_again_and_the_late_letter_changes_nothing(
    world: World, lost: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.at(COAST):
        refused(lost)
        where = queries.whereabouts(the_case())
        assert where is not None
        assert where.stuck is not None
        assert (where.stuck.why, where.stuck.again_at) == ("wrong_data", MONDAY + HOUR)
        Outgoing.objects.all().delete()  # the post of this world takes it for a new one
    said = the_plain_is_asked(world)
    assert said == {"taken": False}

    with world.at(COAST):
        refused(lost)
        reclaims(said, monkeypatch)
        assert not Outgoing.objects.filter(dead_at__isnull=False).exists()
    world.deliver(lost)  # somebody had it sent anew meanwhile
    world.deliver_all()

    with world.at(COAST):
        case = the_case()
        assert (case.custodian, case.epoch, case.status) == ("", 3, Status.SUBMITTED)
        assert case.desk == officer().office
        newest = messages_of(ana().person).first()
        assert newest is not None
        assert "Plain could not take case" in words(newest).body
        told = [each.action for each in queries.timeline(case, at=MONDAY + DAY) if each.action]
        assert told == ["submitted", "handed_over", "reclaimed"]
    with world.at(HUB):
        assert (the_case().custodian, the_case().epoch) == ("coast", 3)
    with world.at(PLAIN):
        assert not Case.objects.exists()


def test_a_case_that_was_taken_is_not_taken_back(
    world: World, lost: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.deliver(lost)
    said = the_plain_is_asked(world)
    assert said == {"taken": True}
    with world.at(COAST):
        refused(lost)
        with pytest.raises(operations.NotStuck):
            reclaims(said, monkeypatch)
        assert the_case().custodian == "plain"
    with world.at(PLAIN):
        assert the_case().custodian == ""


def test_what_is_on_its_way_is_not_taken_back_and_nobody_is_asked(
    world: World, lost: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    with world.at(COAST):
        monkeypatch.setattr(federation, "ask", lambda *args, **_more: asked.append(args))
        with pytest.raises(operations.NotStuck):
            operations.reclaim(case=the_case(), by=an_operator(), at=MONDAY)
        assert (the_case().custodian, the_case().epoch) == ("plain", 2)
    assert not asked


def test_where_nobody_can_take_it_either_it_ends_with_the_reason(
    world: World, lost: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = the_plain_is_asked(world)
    with world.at(COAST):
        refused(lost)
        monkeypatch.setattr(reclaiming, "office_near", lambda *_args: None)
        type(the_case()).objects.update(office=None)
        monkeypatch.setattr(federation, "ask", lambda *_args, **_more: said)
        operations.reclaim(case=the_case(), by=an_operator(), at=MONDAY + HOUR)
        case = the_case()
        assert (case.status, case.custodian) == (Status.NOT_ACCEPTED, "")
        assert "No office of this platform" in case.decision_reason
