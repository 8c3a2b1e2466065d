"""Several nodes in one process: each with tables of its own, and a post between them.

The rows of the nodes that are not at work are kept in memory. What they send each other lies in
`Outgoing` until a test delivers it, in any order and as often as it likes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import override_settings

from tests.builders import MONDAY
from tongban.cases.queries import forget_offices, forget_platforms, packages
from tongban.config.platform import Platform
from tongban.federation.models import Outgoing, Peer
from tongban.federation.providers import listeners
from tongban.federation.rules import Event, Question

MODELS = [m for m in apps.get_models() if m.__module__.startswith("tongban.")]
THROUGH = {f.remote_field.through for m in MODELS for f in m._meta.local_many_to_many}
Rows = Mapping[type[Model], list[Any]]


@dataclass(frozen=True)
class Node:
    name: str
    regions: tuple[str, ...]
    role: str = "node"

    @property
    def names(self) -> dict[str, str]:
        return {"zh": self.name.title(), "en": self.name.title()}


HUB = Node("hub", (), "hub")
COAST = Node("coast", ("310000",))
PLAIN = Node("plain", ("410000",))
SOUTH = Node("south", ("440000",))


@dataclass(frozen=True)
class Letter:
    """One event on its way."""

    source: str
    to: str
    event: Event


class World:
    """The nodes, of which one at a time is at work, and every letter that was ever sent."""

    def __init__(self, *nodes: Node) -> None:
        self.nodes = {node.name: node for node in nodes}
        self._kept: dict[str, Rows] = {name: {} for name in self.nodes}
        self._at: str | None = None
        self.sent: list[Letter] = []
        for node in nodes:
            with self.at(node):
                self._introduce(node)

    def _introduce(self, node: Node) -> None:
        for other in self.nodes.values():
            if other != node:
                Peer.objects.create(
                    name=other.name,
                    names=other.names,
                    role=other.role,
                    address=f"https://{other.name}.example",
                    regions=list(other.regions),
                )

    @contextmanager
    def at(self, node: Node) -> Iterator[None]:
        """Work at a node. What it sends is collected when the work is done."""
        assert self._at is None, "one node at a time"
        self._at = node.name
        _put(self._kept[node.name])
        _forget()
        settings = {
            "TONGBAN_NODE": node.name,
            "TONGBAN_ROLE": node.role,
            "TONGBAN_REGIONS": node.regions,
            "TONGBAN_REGION": next(iter(node.regions), "310000"),
            "PLATFORM": Platform(id=node.name, role=node.role, names=node.names),
        }
        try:
            with override_settings(**settings):
                yield
        finally:
            self._collect(node)
            self._kept[node.name] = _taken()
            self._at = None
            _forget()

    def _collect(self, node: Node) -> None:
        for row in Outgoing.objects.order_by("pk"):
            event = Event(
                id=row.event_id,
                topic=row.topic,
                source=node.name,
                about=row.about,
                data=row.data,
                happened_at=row.happened_at,
                at=row.happened_at,
            )
            self.sent.append(Letter(node.name, row.to, event))
        Outgoing.objects.all().delete()

    def deliver(self, letter: Letter, *, at: datetime = MONDAY) -> None:
        """Hand one letter to its receiver, as the worker does."""
        assert listeners.fits(letter.event.topic, letter.event.data), letter.event
        apply = listeners.applier_of(letter.event.topic)
        assert apply is not None
        with self.at(self.nodes[letter.to]):
            apply(letter.event)

    def deliver_all(self) -> list[Letter]:
        """Until nothing is on its way any more; says what was."""
        delivered = []
        while self.sent:
            letter = self.sent.pop(0)
            self.deliver(letter)
            delivered.append(letter)
        return delivered

    def ask(self, name: str, *, of: Node, by: Node, **data: Any) -> dict[str, Any]:
        answer = listeners.answerer_of(name)
        assert answer is not None
        with self.at(of):
            return answer(Question(name=name, source=by.name, about="", data=data, at=MONDAY))


def _forget() -> None:
    """What a process keeps in memory is another node's here."""
    forget_offices()
    forget_platforms()
    packages._packages.clear()


def _taken() -> Rows:
    """Every row of the node at work; afterwards its tables are empty."""
    kept = {model: list(model._base_manager.all()) for model in _with_rows()}
    for model in kept:
        model._base_manager.all()._raw_delete(using="default")
    return kept


def _with_rows() -> list[type[Model]]:
    """The models whose tables are not empty, by one question instead of one for each."""
    known = {model._meta.db_table: model for model in [*MODELS, *THROUGH]}
    each = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in known]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [known[table] for (table,) in cursor.fetchall()]


def _put(kept: Rows) -> None:
    for model, rows in kept.items():
        model._base_manager.bulk_create(rows)
