"""Nodes with tables and keys of their own in one process, which ask each other at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from tests.builders import DAY, MONDAY
from tests.cases import nodes
from tests.cases.nodes import HUB, Node, World
from tongban.core.refusal import Refusal
from tongban.crypto import keys, sealing
from tongban.federation import operations as federation
from tongban.federation.models import Peer
from tongban.federation.providers import listeners
from tongban.federation.rules import Question
from tongban.sharing.operations import calling

SUITES = {"coast": "gm"}
EARLIER = MONDAY - DAY


class Sharing(World):
    """A world in which questions are answered; `away` names nodes that are not there."""

    def __init__(self, *members: Node) -> None:
        members = members or (HUB, nodes.COAST, nodes.PLAIN)
        self.keys = {each.name: keys.generate(SUITES.get(each.name, "intl")) for each in members}
        self.sealing = {each.name: sealing.generate_sealing_key() for each in members}
        self.away: set[str] = set()
        self.asked: list[dict[str, Any]] = []
        super().__init__(*members)

    def _introduce(self, node: Node) -> None:
        super()._introduce(node)
        for peer in Peer.objects.all():
            since = {"not_before": EARLIER.isoformat(), "not_after": None}
            peer.keys = [{"jwk": self.keys[peer.name].public.to_jwk(), **since}]
            peer.sealing = self.sealing[peer.name].public_jwk
            peer.save()

    @contextmanager
    def at(self, node: Node) -> Iterator[None]:
        row = {"key": self.keys[node.name].to_text(), "not_before": EARLIER.isoformat()}
        ring = {
            **settings.TONGBAN_KEYS,
            "federation": [{**row, "not_after": None}],
            "federation_sealing": [self.sealing[node.name].to_text()],
        }
        with super().at(node), override_settings(TONGBAN_KEYS=ring):
            yield

    def answering(
        self, name: str, *, of: str, about: str = "", data: Any = None, at: datetime
    ) -> dict[str, Any]:
        """In the place of `federation.ask`: leave the node at work, and come back to it."""
        if of in self.away:
            raise federation.PeerAway("unreachable")
        data = json.loads(json.dumps(data))
        self.asked.append(data)
        assert listeners.fits(name, data)
        source = self._at
        assert source is not None
        answer = listeners.answerer_of(name)
        assert answer is not None
        with self._elsewhere(of):
            try:
                told = answer(Question(name, source, about, data, at))
            except Refusal as refusal:
                raise federation.PeerSaidNo(refusal.code) from refusal
        back: dict[str, Any] = json.loads(json.dumps(told))
        return back

    @contextmanager
    def _elsewhere(self, name: str) -> Iterator[None]:
        home = self.nodes[self._at or ""]
        self._collect(home)
        self._kept[home.name] = nodes._taken()
        self._at = None
        try:
            with self.at(self.nodes[name]):
                yield
        finally:
            nodes._put(self._kept[home.name])
            self._at = home.name


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Sharing:
    made = Sharing()
    monkeypatch.setattr(calling.federation, "ask", made.answering)
    return made
