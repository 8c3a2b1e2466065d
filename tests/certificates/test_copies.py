"""One wallet at every platform: what one of them issues, the others show, use and end."""

from typing import Any

import pytest

from tests.builders import DAY, HOUR, MONDAY, a_certificate_type, a_person, a_post, an_authority
from tests.cases.crossing import ana
from tests.cases.nodes import COAST, HUB, PLAIN, Node, World
from tongban.certificates import operations, queries, tasks
from tongban.certificates.models import Certificate
from tongban.certificates.rules import Content, Status
from tongban.crypto.pseudonyms import pseudonym
from tongban.federation import operations as federation
from tongban.identity.models import Person
from tongban.identity.operations import open_sign_in
from tongban.identity.operations.links import link
from tongban.identity.rules import Door, Level, Method

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Everybody knows three kinds of certificates, and the coast has a friend of Ana's."""
    world = World(HUB, COAST, PLAIN)
    for node in (HUB, COAST, PLAIN):
        with world.at(node):
            for kind in ("idcard", "medins-code", "driver"):
                a_certificate_type(kind)
    return world


def issued(world: World, at: Node, kind: str = "idcard", **to: Any) -> Certificate:
    with world.at(at):
        return operations.issue(
            type=queries.type_called(kind),
            holder=ana().person,
            content=Content({"name": "Ana"}, MONDAY.date()),
            issuer=an_authority(),
            office=None,
            about="case/1",
            by=ana(),
            at=to.pop("when", MONDAY),
            copied_to=to.get("copied_to", []),
        )


def live() -> list[str]:
    found = Certificate.objects.filter(status=Status.VALID).order_by("pk")
    return [certificate.identifier for certificate in found]


def test_what_a_node_issues_lies_in_the_wallet_at_the_hub_and_where_the_case_was(
    world: World,
) -> None:
    original = issued(world, PLAIN, copied_to=["coast"])
    assert sorted(letter.to for letter in world.sent) == ["coast", "hub"]
    world.deliver_all()
    for node in (HUB, COAST):
        with world.at(node):
            [copy] = Certificate.objects.all()
            assert (copy.identifier, copy.node) == (original.identifier, "plain")
            assert (copy.fields, copy.about) == ({"name": "Ana"}, "case/1")
            assert copy.person is not None


def test_told_twice_it_is_there_once(world: World) -> None:
    issued(world, PLAIN)
    [letter] = world.sent
    world.deliver(letter)
    world.deliver(letter)
    with world.at(HUB):
        assert Certificate.objects.count() == 1


def test_who_issued_it_ends_it_everywhere(world: World) -> None:
    issued(world, PLAIN, copied_to=["coast"])
    world.deliver_all()
    with world.at(PLAIN):
        certificate = Certificate.objects.get()
        operations.cancel(certificate=certificate, reason="Lost", by=a_post(), at=MONDAY + DAY)
    world.deliver_all()
    for node in (HUB, COAST):
        with world.at(node):
            copy = Certificate.objects.get()
            assert (copy.status, copy.ended_reason) == (Status.CANCELLED, "Lost")


def test_that_it_is_over_may_arrive_before_that_it_was_issued(world: World) -> None:
    issued(world, PLAIN)
    with world.at(PLAIN):
        certificate = Certificate.objects.get()
        operations.cancel(certificate=certificate, reason="Lost", by=a_post(), at=MONDAY + DAY)
    for letter in reversed(world.sent):
        world.deliver(letter)
    with world.at(HUB):
        assert Certificate.objects.get().status == Status.CANCELLED


def test_a_copy_is_not_ended_by_anybody_else(world: World) -> None:
    issued(world, PLAIN, copied_to=["coast"])
    [to_coast] = [letter for letter in world.sent if letter.to == "coast"]
    world.deliver_all()
    said = dict(to_coast.event.data["certificate"]) | {
        "status": "cancelled",
        "ended_at": MONDAY.isoformat(),
    }
    with world.at(COAST):
        copy = Certificate.objects.get()
        with pytest.raises(operations.NotOurs):
            operations.cancel(certificate=copy, reason="No", by=a_post(), at=MONDAY)
        with pytest.raises(operations.NotTheirCertificate):
            operations.hear(
                said=dict(to_coast.event.data) | {"certificate": said}, source="south", at=MONDAY
            )
        operations.take_in(said=said, holder=ana().person, source="south", at=MONDAY)
        assert Certificate.objects.get().status == Status.VALID


def test_of_a_kind_one_can_hold_once_the_newest_is_valid(world: World) -> None:
    first = issued(world, COAST)
    second = issued(world, PLAIN, when=MONDAY + HOUR)
    said = world.sent[-1].event.data["certificate"]
    with world.at(COAST):
        operations.take_in(said=said, holder=ana().person, source="plain", at=MONDAY + HOUR)
        assert live() == [second.identifier]
        assert Certificate.objects.get(identifier=first.identifier).status == Status.CHANGED


def test_a_copy_serves_like_any_other_certificate(world: World) -> None:
    issued(world, PLAIN, copied_to=["coast"])
    world.deliver_all()
    with world.at(COAST):
        holder = Certificate.objects.get().person
        assert holder is not None
        found = queries.live_by_type(holder, on=MONDAY.date())
        assert found["idcard"].node == "plain"


def test_a_forged_identifier_is_refused(world: World) -> None:
    issued(world, PLAIN)
    [letter] = world.sent
    forged = dict(letter.event.data["certificate"]) | {"identifier": "1.2.156.3005.2.X.Y.Z.001.0"}
    with world.at(HUB), pytest.raises(operations.UnknownKind):
        operations.take_in(said=forged, holder=a_person(), source="plain", at=MONDAY)


def come_in(person: Person, *, called: str) -> None:
    """Signed in by the hub, which calls the person so."""
    link(person=person, issuer="hub", subject=called, at=MONDAY)
    open_sign_in(
        person=person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.PRESENT,
        device="Test",
        at=MONDAY,
    )


def test_after_a_sign_in_by_the_hub_the_whole_wallet_is_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(world, PLAIN)
    world.deliver_all()

    with world.at(HUB):
        person = Certificate.objects.get().person
        assert person is not None
        called = pseudonym(person.public_id, to="coast")
    asked: list[dict[str, Any]] = []

    def silent(_name: str, *, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        asked.append(data)
        return {}

    with world.at(COAST):
        come_in(ana().person, called=called)
        monkeypatch.setattr(federation, "ask", silent)
        tasks.fetch_wallets(at=MONDAY)
        assert tasks.fetch_wallets(at=MONDAY + HOUR) == 0, "once for each sign-in"
    [question] = asked
    answer = world.ask("wallet.held", of=HUB, by=COAST, **question)
    with world.at(COAST):
        operations.take_in_wallet(
            person=ana().person, said=answer["certificates"], source="hub", at=MONDAY
        )
        [copy] = Certificate.objects.all()
        assert (copy.person, copy.node) == (ana().person, "plain")


def test_while_the_hub_is_away_it_is_asked_again_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> dict[str, Any]:
        raise federation.PeerAway("unreachable")

    with world.at(COAST):
        come_in(ana().person, called="somebody")
        monkeypatch.setattr(federation, "ask", away)
        assert tasks.fetch_wallets(at=MONDAY) == 0
        assert queries.wallets_to_fetch(at=MONDAY) == []
        assert queries.wallets_to_fetch(at=MONDAY + HOUR) == [ana().person]


def test_the_hub_tells_nothing_about_people_the_node_does_not_know(world: World) -> None:
    issued(world, PLAIN)
    world.deliver_all()
    stranger = {"subject": {"sub": "somebody"}}
    assert world.ask("wallet.held", of=HUB, by=COAST, **stranger) == {"certificates": []}
