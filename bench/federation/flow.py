"""How many events pass from one node to another, and how soon."""

import os
import random
import signal
import time
from dataclasses import dataclass

from tests.harness.fleet import until

from bench.federation.pair import Pair

PATIENCE = 120.0
TOGETHER = 500  # promised in one transaction, so that promising does not limit what is measured
OFTEN = 0.005


@dataclass(frozen=True)
class Flow:
    """What passed."""

    events: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.events / self.seconds


def passing(pair: Pair, *, events: int) -> Flow:
    """From the moment the sender's worker may begin until the last is applied and receipted."""
    before = _applied(pair)
    pair.sender.does("bench.federation.flow:pause", group=pair.sender.processes["work"].pid)
    pair.sender.does("send_notes", to=[pair.receiver.name], first=1, last=events, together=TOGETHER)
    began = time.perf_counter()
    pair.sender.resume("work")
    until(lambda: _waiting(pair) == 0, "not all were receipted", PATIENCE)
    until(lambda: _applied(pair) >= before + events, "not all were applied", PATIENCE)
    return Flow(events, time.perf_counter() - began)


def pause(*, group: int) -> None:
    """In the home of a node: hold its worker while it has no transaction open on SQLite.

    Held in the middle of one, it would let nobody else write until it may go on.
    """
    from django.db import transaction

    with transaction.atomic():
        os.killpg(group, signal.SIGSTOP)


def one_by_one(pair: Pair, *, events: int) -> Flow:
    """Each event in a request of its own, with the worker's own means."""
    before = _applied(pair)
    pair.sender.stop("work")
    pair.sender.does("send_notes", to=[pair.receiver.name], first=1, last=events, together=TOGETHER)
    began = time.perf_counter()
    pair.sender.does("bench.federation.alone:one_by_one", to=pair.receiver.name)
    until(lambda: _applied(pair) >= before + events, "not all were applied", PATIENCE)
    return Flow(events, time.perf_counter() - began)


def delays(pair: Pair, *, samples: int) -> list[float]:
    """Seconds from the commit at an idle sender until the effect is there to be read."""
    return sorted(_delay(pair) for _ in range(samples))


def _delay(pair: Pair) -> float:
    before = _applied(pair)
    time.sleep(random.random())  # anywhere between two looks of the worker
    pair.sender.does("send_notes", to=[pair.receiver.name], first=1, last=1)
    committed = time.perf_counter()
    until(lambda: _applied(pair) > before, "it was not applied", PATIENCE)
    return time.perf_counter() - committed


def doubled_or_lost(pair: Pair) -> int:
    """How many events were not applied exactly once."""
    promised = pair.sender.rows(
        "SELECT event_id FROM federation_outgoing WHERE topic = 'test.noted'"
    )
    effects = pair.receiver.rows(
        "SELECT subject, count(*) FROM audit_entry WHERE action = 'test.noted' GROUP BY subject"
    )
    twice = sum(int(str(times)) != 1 for _, times in effects)
    return twice + abs(len(promised) - len(effects))


def quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _waiting(pair: Pair) -> int:
    return pair.sender.count(
        "SELECT count(*) FROM federation_outgoing WHERE topic = 'test.noted'"
        " AND received_at IS NULL AND dead_at IS NULL"
    )


def _applied(pair: Pair) -> int:
    return pair.receiver.count("SELECT count(*) FROM audit_entry WHERE action = 'test.noted'")
