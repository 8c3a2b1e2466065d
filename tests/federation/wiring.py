"""Nodes of one process that reach each other: their tables are shared, their names are not."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.federation.nodes import Node, being, trusting
from tongban.exchange import budgets
from tongban.federation.models import Peer
from tongban.federation.providers import wire

TOPICS = "tests.federation.topics"
Hand = Callable[[Node, wire.Got], wire.Got]


class Wire:
    """What goes over it is counted, and may be lost or changed on the way."""

    def __init__(self, *nodes: Node) -> None:
        self.nodes = {node.address: node for node in nodes}
        self.requests: list[tuple[str, str]] = []
        self.away: dict[str, str] = {}
        self.on_the_way_back: Hand = lambda _node, got: got

    def request(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        patience: float,
    ) -> wire.Got:
        address, _, path = url.partition("/federation/")
        node = self.nodes[address]
        self.requests.append((node.name, path))
        if node.name in self.away:
            raise wire.Trouble(self.away[node.name])
        rest = {name: value for name, value in headers.items() if name != "Content-Type"}
        with being(node, TONGBAN_TOPICS=TOPICS):
            answer = Client().generic(
                method,
                f"/federation/{path}",
                body or b"",
                content_type=headers.get("Content-Type", ""),
                headers=rest,
            )
        got = wire.Got(answer.status_code, dict(answer.headers), answer.content)
        return self.on_the_way_back(node, got)


def all_trusting(hub: Node, *nodes: Node) -> None:
    """Have each of them hold a registry; the tables are shared, so everybody is in them."""
    trusting(hub, *nodes, at=now())
    for node in (hub, *nodes):
        Peer.objects.update_or_create(name=node.name, defaults=node.entry() | {"revoked": False})


@contextmanager
def wired(*nodes: Node) -> Iterator[Wire]:
    made = Wire(*nodes)
    budgets.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "_request", made.request)
        yield made
