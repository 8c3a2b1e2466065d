"""What the worker does for the federation. Each peer has a lane of its own, so none waits for another."""

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, close_old_connections
from django.utils.timezone import now

from tongban.core.refusal import Refusal
from tongban.federation import operations, queries
from tongban.federation.models import Peer
from tongban.federation.operations import asking, delivering, registry
from tongban.federation.providers import wire
from tongban.federation.rules.envelopes import BATCH, batch_of
from tongban.federation.rules.timing import EVENTS_SENT, LANE_LEASE

log = logging.getLogger("tongban.federation")

INBOX: Final = "/federation/v1/inbox"
REGISTRY: Final = "/federation/v1/registry"
MOST_LANES: Final = 64
APPLIED_AT_ONCE: Final = 50
_lanes: dict[str, "Future[int]"] = {}
_guard = threading.Lock()
_ended = threading.Event()
_pool: list[ThreadPoolExecutor] = []


def deliver(*, at: datetime) -> int:
    """Start a lane for every peer for whom something waits; says how many were started."""
    return sum(_start(f"events {name}", deliver_to, name) for name in queries.awaited(at=at))


def greet(*, at: datetime) -> int:
    """Ask every peer whether it is there, so that the operator sees clocks and versions."""
    return sum(_start(f"hello {peer}", greet_one, peer) for peer in queries.peers_to_greet(at=at))


def deliver_to(name: str, *, most: int = EVENTS_SENT) -> int:
    """Send a peer everything that waits for it, batch after batch; says how much was settled."""
    who, settled = f"{os.getpid()}-{threading.get_ident()}", 0
    pause = 1 / settings.TONGBAN_PEER_REQUESTS
    leased = now()
    if not delivering.lease_lane(peer=name, by=who, at=leased):
        return 0
    allowed = delivering.most_at_once(peer=name, most=most)
    while not _ended.is_set() and (peer := queries.peer_named(name)):
        began = time.monotonic()
        batch = delivering.next_batch(peer=name, most=allowed)
        done = send_batch(peer, batch) if batch.rows else None
        if done is None:
            break
        settled += done
        if not done or allowed < most:
            allowed = delivering.most_at_once(peer=name, most=most)
        if now() - leased > LANE_LEASE / 3:
            leased = now()
            if not delivering.lease_lane(peer=name, by=who, at=leased):
                break
        time.sleep(max(0.0, began + pause - time.monotonic()))
    delivering.free_lane(peer=name, by=who, at=now())
    return settled


def send_batch(peer: Peer, batch: delivering.Batch) -> int | None:
    """One exchange: the batch, and the peer's signed receipt. None when it must wait."""
    at = now()
    try:
        got = wire.ask_peer(peer, INBOX, batch_of(batch.parts), kind=BATCH, at=at)
        accepted, refused = _receipt(got)
    except wire.Trouble as trouble:
        delivering.note_trouble(
            peer=peer.name,
            code=trouble.code,
            fault=trouble.faults_the_batch,
            wait=trouble.wait,
            batch=batch,
            at=now(),
        )
        return 0 if trouble.faults_the_batch else None
    told = delivering.told_in(got.content, asked_at=at, at=now())
    return delivering.note_receipt(
        peer=peer.name, batch=batch, accepted=accepted, refused=refused, told=told, at=now()
    )


def greet_one(name: str) -> int:
    peer, at = queries.peer_named(name), now()
    if peer is None:
        return 0
    try:
        content = asking.wrapped(peer, "federation.hello", about="", data={}, at=at)
    except Refusal as refusal:
        why = getattr(refusal, "why", "") or refusal.code
        delivering.note_trouble(peer=name, code=why, fault=False, wait=0, batch=None, at=now())
        return 0
    told = delivering.told_in(content, asked_at=at, at=now())
    delivering.note_reached(peer=name, told=told, at=now())
    return 1


def compare(*, at: datetime) -> int:
    """Have every peer compared with; says how many comparisons were started."""
    found = queries.peers() if queries.here() else queries.peers().none()
    return sum(_start(f"compare {peer.name}", compare_with, peer.name) for peer in found)


def compare_with(name: str) -> int:
    """One peer, if it answers; the next hour comes anyway."""
    try:
        return operations.compare_with(name, at=now())
    except Refusal as refusal:
        log.info("not compared with %s: %s", name, refusal.code)
        return 0


def apply(*, at: datetime) -> int:
    """Apply what peers told us, some at a time, until nothing is due."""
    if not queries.here():
        return 0
    count = 0
    while not _ended.is_set() and (done := _apply_some()):
        count += done
    return count


def renew(*, at: datetime) -> int:
    """At the hub: sign the registry anew in good time. At a node: look for a newer one."""
    if not queries.here():
        return 0
    if queries.is_hub():
        before = queries.registry()
        return int(operations.publish_registry(at=at) != before)
    held = queries.registry()
    return fetch_registry(held.address, digest=held.digest, at=at) if held else 0


def fetch_registry(address: str, *, digest: str, at: datetime) -> int:
    """Take the hub's newest registry over; what is wrong with it is kept for the operator."""
    try:
        text = wire.fetch(address + REGISTRY, known=f'"{digest}"')
        taken = registry.take_registry(text=text, at=at) if text else registry.still_true(at=at)
    except wire.Trouble as trouble:
        registry.note_registry_trouble(code=trouble.code, at=at)
    except Refusal as refusal:
        registry.note_registry_trouble(code=refusal.code, at=at)
    else:
        return int(taken.digest != digest)
    return 0


def send_refused_again(*, at: datetime) -> int:
    return delivering.send_refused_again(at=at) if queries.here() else 0


def tidy(*, at: datetime) -> int:
    return delivering.tidy(at=at)


def end() -> None:
    """Start nothing more, so that the worker can end after the exchanges that are under way."""
    _ended.set()


def _apply_some() -> int:
    trying: list[int] = []
    try:
        return operations.apply_events(limit=APPLIED_AT_ONCE, trying=trying, at=now())
    except OperationalError:
        raise  # the database's, and no event's fault
    except BaseException:
        if trying:
            operations.note_fault(row=trying[-1], at=now())
        raise


def _receipt(got: wire.Answer) -> tuple[list[str], dict[str, str]]:
    content = got.content
    if got.status != 200 or not isinstance(content, dict):
        code = content.get("code") if isinstance(content, dict) else None
        code = code if isinstance(code, str) else "no_receipt"
        raise wire.Trouble(code, status=got.status, signed=True)
    accepted, refused = content.get("accepted"), content.get("refused")
    if not isinstance(accepted, list) or not isinstance(refused, list) or not (accepted or refused):
        raise wire.Trouble("no_receipt")
    try:
        return [str(each) for each in accepted], {str(e["id"]): str(e["code"]) for e in refused}
    except (TypeError, KeyError) as error:
        raise wire.Trouble("no_receipt") from error


def _start(lane: str, run: Callable[[str], Any], name: str) -> int:
    """Have a thread of the pool do it, unless that lane is busy."""
    with _guard:
        busy = _lanes.get(lane)
        if busy and not busy.done():
            return 0
        if not _pool:
            _pool.append(ThreadPoolExecutor(MOST_LANES, thread_name_prefix="lane"))
        _lanes[lane] = _pool[0].submit(_run, run, name)
    return 1


def _run(run: Callable[[str], Any], name: str) -> int:
    try:
        return int(run(name))
    except OperationalError:
        log.exception("the lane to %s could not reach the database; it will be tried again", name)
        return 0
    except BaseException:
        log.exception("the lane to %s met a fault", name)
        raise
    finally:
        close_old_connections()
