"""A question is answered at once, signed both ways, or not at all."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import now

from tests.federation.letters import ASK, ask, post, signed
from tests.federation.nodes import Node, a_hub, being
from tests.federation.wiring import TOPICS, Wire, all_trusting, wired
from tongban.federation import operations
from tongban.federation.models import Peer, Registry
from tongban.federation.providers import wire as wires
from tongban.federation.queries import RegistryExpired

pytestmark = pytest.mark.django_db
HUB, EAST, NORTH = a_hub(), Node("east"), Node("north", suite="gm")


@pytest.fixture(autouse=True)
def wire() -> Iterator[Wire]:
    with wired(HUB, EAST, NORTH) as made, being(EAST, TONGBAN_TOPICS=TOPICS):
        all_trusting(HUB, EAST, NORTH)
        yield made


def test_a_question_is_answered_by_its_function_who_knows_who_asks() -> None:
    told = operations.ask("test.double", of="north", data={"n": 21}, at=now())
    assert told == {"n": 42, "for": "east"}


def test_a_refusal_of_the_peer_reaches_the_one_who_asked() -> None:
    with pytest.raises(operations.PeerSaidNo) as caught:
        operations.ask("test.never", of="north", data={"n": 1}, at=now())
    assert caught.value.why == "test_unwelcome"
    with pytest.raises(operations.PeerSaidNo) as caught:
        operations.ask("test.unheard_of", of="north", at=now())
    assert caught.value.why == "unknown_question"


def test_a_peer_that_does_not_answer_is_away(wire: Wire) -> None:
    wire.away["north"] = "unreachable"
    with pytest.raises(operations.PeerAway, match="does not answer just now") as caught:
        operations.ask("test.double", of="north", data={"n": 1}, at=now())
    assert caught.value.why == "unreachable"


def test_an_answer_that_nobody_signed_is_none(wire: Wire) -> None:
    wire.on_the_way_back = lambda _node, got: wires.Got(got.status, got.headers, got.data + b" ")
    with pytest.raises(operations.PeerAway):
        operations.ask("test.double", of="north", data={"n": 1}, at=now())


def test_an_answer_to_another_question_is_none(wire: Wire) -> None:
    kept: list[wires.Got] = []

    def first(_node: Node, got: wires.Got) -> wires.Got:
        kept.append(got)
        return kept[0]

    wire.on_the_way_back = first
    operations.ask("test.double", of="north", data={"n": 1}, at=now())
    with pytest.raises(operations.PeerAway):
        operations.ask("test.double", of="north", data={"n": 2}, at=now())


def test_nobody_unknown_or_excluded_is_asked(wire: Wire) -> None:
    Peer.objects.filter(name="north").update(revoked=True)
    for name in ("north", "nowhere"):
        with pytest.raises(operations.PeerAway):
            operations.ask("test.double", of=name, data={"n": 1}, at=now())
    assert wire.requests == []


def test_with_an_expired_registry_nobody_is_asked(wire: Wire) -> None:
    Registry.objects.update(expires_at=now())
    with pytest.raises(RegistryExpired):
        operations.ask("test.double", of="north", data={"n": 1}, at=now())
    assert wire.requests == []


def test_a_question_never_waits_inside_a_transaction(wire: Wire) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        operations.ask("test.double", of="north", data={"n": 1}, at=now())
    assert wire.requests == []


def test_a_question_is_answered_once(client: Client) -> None:
    body = b'{"question":"test.double","about":"","data":{"n":1}}'
    headers = signed(body, by=NORTH, to=EAST, path=ASK, kind="application/json")
    assert post(client, body, headers, path=ASK).status_code == 200
    assert post(client, body, headers, path=ASK).json()["code"] == "replayed"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"question":1,"about":"","data":{}}',
        b'{"question":"a","about":"","data":[]}',
        b'{"question":"a","question":"b","about":"","data":{}}',
        b'{"question":"a","about":"","data":{"a":' + b"[" * 40 + b"]" * 40 + b"}}",
    ],
)
def test_a_question_of_another_shape_is_refused(client: Client, body: bytes) -> None:
    headers = signed(body, by=NORTH, to=EAST, path=ASK, kind="application/json")
    answer = post(client, body, headers, path=ASK)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_question")


def test_only_peers_may_ask(client: Client) -> None:
    answer = ask(client, "test.double", {"n": 1}, by=Node("west"), to=EAST)
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_node")
