"""The firm's chain reaches other platforms: whoever may no longer act acts nowhere."""

from itertools import permutations

import pytest

from tests.builders import DAY, MONDAY, a_person, a_post
from tests.cases.nodes import COAST, HUB, PLAIN, Node, World
from tests.certificates.wallets import issued
from tests.identity.test_firms import a_code, chief_of, give
from tongban.certificates import operations as certificates
from tongban.certificates.rules import Ending
from tongban.identity import operations, queries
from tongban.identity.models import Actor, Grant, Organisation, Person
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db

NODES = (HUB, COAST, PLAIN)


def a_firm_of(node: Node, *, here: Node) -> Organisation:
    chief = a_person("Chief")
    return operations.register_organisation(
        name="Example Ltd",
        uscc=a_code(),
        legal_representative=chief,
        node="" if node == here else node.name,
        by=chief,
        at=MONDAY,
    )


@pytest.fixture
def world() -> World:
    """A firm that the coast keeps and everybody knows."""
    world = World(*NODES)
    for node in NODES:
        with world.at(node):
            a_firm_of(COAST, here=node)
    return world


def firm() -> Organisation:
    return Organisation.objects.get()


def agents_at(world: World, node: Node) -> list[str]:
    with world.at(node):
        live = Grant.objects.live(at=MONDAY + 2 * DAY).exclude(kind=GrantKind.LEGAL_REPRESENTATIVE)
        return sorted(grant.agent.name for grant in live.select_related("agent"))


def appointed(world: World) -> None:
    with world.at(COAST):
        manager = give(chief_of(firm()), a_person("Mei"), GrantKind.MANAGER)
        give(Actor(manager.agent, manager), a_person("Ben"), ends_at=MONDAY + 9 * DAY)


def ended(world: World, name: str = "Mei") -> None:
    with world.at(COAST):
        grant = next(g for g in Grant.objects.select_related("agent") if g.agent.name == name)
        operations.revoke_grant(grant=grant, by=chief_of(firm()), at=MONDAY + DAY)


def test_the_hub_knows_who_acts_for_a_firm_and_until_when(world: World) -> None:
    appointed(world)
    assert {letter.to for letter in world.sent} == {"hub"}
    world.deliver_all()
    assert agents_at(world, HUB) == ["Ben", "Mei"]
    with world.at(HUB):
        ben = next(p for p in Person.objects.all() if p.name == "Ben")
        grant = queries.live_grants_of(ben, at=MONDAY).get()
        assert (grant.organisation, grant.ends_at) == (firm(), MONDAY + 9 * DAY)
        assert queries.actor_of(ben, grant=grant.public_id, at=MONDAY + 9 * DAY) is None


def test_ending_a_manager_ends_the_agents_below_everywhere(world: World) -> None:
    appointed(world)
    world.deliver_all()
    ended(world)
    world.deliver_all()
    for node in NODES:
        assert agents_at(world, node) == []


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_news_may_come_in_any_order_and_twice(world: World, order: tuple[int, ...]) -> None:
    with world.at(COAST):
        give(chief_of(firm()), a_person("Ben"))
    ended(world, "Ben")
    letters = [letter for letter in world.sent if letter.to == "hub"]
    for place in (*order, *order):
        world.deliver(letters[place])
    assert agents_at(world, HUB) == []


def test_others_than_the_hub_learn_only_whom_it_means(world: World) -> None:
    appointed(world)
    world.sent.clear()
    ended(world)
    told = [letter for letter in world.sent if letter.to == "plain"]
    assert [set(letter.event.data["subject"]) for letter in told] == [{"sub", "handle"}] * 2
    world.deliver_all()
    with world.at(PLAIN):
        assert not [person for person in Person.objects.all() if person.name == "Mei"]


def test_a_later_power_survives_old_news(world: World) -> None:
    with world.at(COAST):
        give(chief_of(firm()), a_person("Ben"))
    ended(world, "Ben")
    letters = [letter for letter in world.sent if letter.to == "hub"]
    world.deliver_all()
    with world.at(COAST):
        ben = next(p for p in Person.objects.all() if p.name == "Ben")
        operations.give_grant(
            agent=ben, kind=GrantKind.AGENT, by=chief_of(firm()), at=MONDAY + 2 * DAY
        )
    world.deliver_all()
    for letter in letters:
        world.deliver(letter)
    assert agents_at(world, HUB) == ["Ben"]


def test_nobody_speaks_for_a_firm_that_another_platform_keeps(world: World) -> None:
    appointed(world)
    said = world.sent[0].event.data
    world.deliver_all()
    with world.at(HUB):
        for hear in (operations.hear_given, operations.hear_ended):
            with pytest.raises(operations.NotTheirFirm):
                hear(said={**said, "revoked_at": MONDAY.isoformat()}, source="plain", at=MONDAY)
    assert agents_at(world, HUB) == ["Ben", "Mei"]


def test_powers_are_given_and_ended_only_where_the_firm_is_kept(world: World) -> None:
    appointed(world)
    world.deliver_all()
    with world.at(HUB):
        chief = chief_of(firm())
        with pytest.raises(operations.FirmElsewhere):
            give(chief, a_person("Dee"))
        kept = Grant.objects.get(kind=GrantKind.MANAGER)
        with pytest.raises(operations.FirmElsewhere):
            operations.revoke_grant(grant=kept, by=chief, at=MONDAY)
    assert agents_at(world, HUB) == ["Ben", "Mei"]


@pytest.mark.parametrize(
    ("why", "left"),
    [(Ending.REVOKED, 0), (Ending.CEASED, 0), (Ending.DECEIT, 0), (Ending.LOST, 3)],
)
def test_the_chain_hangs_on_the_licence(why: Ending, left: int) -> None:
    chief = a_person("Chief")
    kept = operations.register_organisation(
        name="Example Ltd", uscc=a_code(), legal_representative=chief, by=chief, at=MONDAY
    )
    manager = give(chief_of(kept), a_person("Mei"), GrantKind.MANAGER)
    give(Actor(manager.agent, manager), a_person("Ben"))
    licence = issued("bizlicense", holder=kept)
    certificates.cancel(certificate=licence, reason="x", why=why, by=a_post(), at=MONDAY + DAY)
    assert Grant.objects.live(at=MONDAY + DAY).count() == left
