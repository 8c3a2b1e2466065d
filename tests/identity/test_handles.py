"""The hub's name for somebody at one node, carried there by another node that cannot read it."""

from collections.abc import Iterator

import pytest

from tests.builders import MONDAY, a_person
from tests.federation.nodes import Node, a_hub, being
from tongban.crypto.documents import sign_document
from tongban.crypto.pseudonyms import pseudonym
from tongban.crypto.sealing import seal_for
from tongban.federation.models import Peer
from tongban.identity import operations
from tongban.identity.models import Link, Person
from tongban.identity.queries.handles import KIND, handles_for, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Node:
    return a_hub()


@pytest.fixture
def north() -> Node:
    return Node("north")


@pytest.fixture(params=["intl", "gm"])
def south(request: pytest.FixtureRequest) -> Node:
    return Node("south", suite=request.param)


@pytest.fixture(autouse=True)
def _registry(hub: Node, north: Node, south: Node) -> Iterator[None]:
    for node in (hub, north, south):
        Peer.objects.create(**node.entry())
    yield


def given(person: Person, hub: Node, *, to: Node) -> str:
    """The handle for `to` that another node got when the person signed in there."""
    with being(hub):
        return handles_for(person, but="north", at=MONDAY)[to.name]


def test_a_handle_opens_at_its_node_only(hub: Node, north: Node, south: Node) -> None:
    ana = a_person("Ana")
    handle = given(ana, hub, to=south)
    with being(south):
        found = opened(handle, at=MONDAY)
    assert found is not None
    assert (found.issuer, found.phone) == ("hub", ana.phone)
    assert found.subject == pseudonym(ana.public_id, to="south")
    with being(north):
        assert opened(handle, at=MONDAY) is None
    assert ana.phone not in handle


def test_no_node_gets_a_handle_for_itself(hub: Node) -> None:
    with being(hub):
        assert "north" not in handles_for(a_person("Ana"), but="north", at=MONDAY)


def test_a_handle_that_the_hub_did_not_sign_says_nothing(
    hub: Node, north: Node, south: Node
) -> None:
    said = {"sub": "victim", "to": "south", "phone": a_person("Victim").phone}
    for signer in (north, south):
        forged = {KIND: sign_document(said, [signer.key], kind=KIND)}
        with being(south):
            assert opened(seal_for(south.sealing.public_jwk, forged), at=MONDAY) is None


def test_a_handle_for_another_node_cannot_be_sealed_anew(hub: Node, south: Node) -> None:
    said = {"sub": "victim", "to": "east", "phone": ""}
    for_east = {KIND: sign_document(said, [hub.key], kind=KIND)}
    with being(south):
        assert opened(seal_for(south.sealing.public_jwk, for_east), at=MONDAY) is None


def test_another_kind_of_document_is_no_handle(hub: Node, south: Node) -> None:
    said = {"sub": "victim", "to": "south", "phone": ""}
    other = {KIND: sign_document(said, [hub.key], kind="registry")}
    with being(south):
        assert opened(seal_for(south.sealing.public_jwk, other), at=MONDAY) is None


@pytest.mark.parametrize("odd", ["", "x", "a.b.c.d.e", "é"])
def test_odd_texts_are_no_handles(south: Node, odd: str) -> None:
    with being(south):
        assert opened(odd, at=MONDAY) is None


def test_a_person_who_came_with_a_handle_is_the_one_who_signs_in_later(
    hub: Node, north: Node, south: Node
) -> None:
    ana = a_person("Ana")
    handle = given(ana, hub, to=south)
    subject = {"sub": "what-north-says", "handle": handle, "name": "Ana", "phone": ana.phone}
    Person.objects.filter(pk=ana.pk).update(phone_index=None)  # the hub's tables are not south's
    with being(south):
        came = operations.person_from(subject=subject, source="north", at=MONDAY)
        assert came.phone_index is not None
        told = {"sub": pseudonym(ana.public_id, to="south"), "phone": ana.phone}
        signed_in = operations.person_from(subject=told, source="hub", at=MONDAY)
    assert signed_in == came
    assert set(Link.objects.values_list("issuer", flat=True)) == {"hub", "north"}


def test_a_stale_number_in_an_event_does_not_join_what_a_handle_keeps_apart(
    hub: Node, south: Node
) -> None:
    ana, victim = a_person("Ana"), a_person("Victim")
    handle = given(ana, hub, to=south)
    subject = {"sub": "x", "handle": handle, "name": "Ana", "phone": victim.phone}
    Person.objects.filter(pk=ana.pk).update(phone_index=None)
    with being(south):
        came = operations.person_from(subject=subject, source="north", at=MONDAY)
    assert came not in (ana, victim)
