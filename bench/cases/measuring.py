"""How many a second, how long each takes, and how much CPU one costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

from bench.cases.people import PLAIN, RICH, Applicant
from bench.load import Ask, Outcome, drive
from bench.meter import cpu_seconds, parent_of
from bench.node import Scene, Server

BARE = "/api/v1/bare"
WARM_UP = 2.0
MILLISECONDS = 1000


@dataclass(frozen=True)
class Measured:
    """One measurement; CPU in milliseconds per good answer."""

    outcome: Outcome
    web_cpu: float
    database_cpu: float

    def row(self, name: str) -> dict[str, object]:
        return {
            "": name,
            "a second": self.outcome.rate,
            "p50 ms": self.outcome.quantile(0.50),
            "p95 ms": self.outcome.quantile(0.95),
            "p99 ms": self.outcome.quantile(0.99),
            "web CPU ms": self.web_cpu,
            "database CPU ms": self.database_cpu,
            "other answers": self.outcome.answers - self.outcome.good,
        }


def applying(
    scene: Scene,
    people: Sequence[Applicant],
    *,
    clients: int,
    workers: int,
    seconds: float,
    rich: bool = False,
) -> Measured:
    turn, service = cycle(people), RICH if rich else PLAIN
    with Server(scene, workers=workers) as server:
        return _measured(server, clients, seconds, lambda: next(turn).asks(service))


def bare(scene: Scene, *, clients: int, workers: int, seconds: float) -> Measured:
    """The floor: the same server, the same framework and middleware, one INSERT."""
    body = {"action": "bench.inserted", "subject": "bench/0", "detail": {"n": 1}}
    with Server(scene, workers=workers, settings="bench.cases.floor_settings") as server:
        return _measured(server, clients, seconds, lambda: Ask(BARE, body, {}))


def _measured(
    server: Server, clients: int, seconds: float, next_ask: Callable[[], Ask]
) -> Measured:
    drive(server.port, clients=clients, seconds=WARM_UP, next_ask=next_ask, answered=_must_be_good)
    database = _postmaster()
    before = cpu_seconds(server.pid), cpu_seconds(database)
    outcome = drive(server.port, clients=clients, seconds=seconds, next_ask=next_ask)
    after = cpu_seconds(server.pid), cpu_seconds(database)
    web, data = (
        (now - then) / max(outcome.good, 1) * MILLISECONDS
        for now, then in zip(after, before, strict=True)
    )
    return Measured(outcome, web, data)


def _must_be_good(ask: Ask, status: int, body: bytes) -> None:
    if status >= 400:
        raise SystemExit(f"POST {ask.path} was answered {status}: {body.decode()}")


def _postmaster() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])
