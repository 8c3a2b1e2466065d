"""The worker: runs what is due, again and again, until it is asked to end."""

import logging
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import OperationalError, close_old_connections
from django.utils.timezone import now

log = logging.getLogger("tongban.work")
TICK = 0.5
LANE_TICK = 0.1


class Task(Protocol):
    """Does what is due at a moment, and says how much that was."""

    def __call__(self, *, at: datetime) -> int: ...


@dataclass
class Chore:
    """Something to do every so often. Chores of different lanes do not wait for each other."""

    name: str
    every: timedelta
    run: Task
    lane: str = ""
    due: datetime | None = None


def work(chores: Sequence[Chore]) -> None:
    """Run the chores as they fall due; a database that cannot answer is tried again later.

    A fault in a lane is logged and its thread started again, so that the others go on; a fault
    outside of them ends the worker.
    """
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    lanes: dict[str, threading.Thread] = {}
    try:
        while not ended.is_set():
            _start_lanes(lanes, chores, ended)
            _round(lane_of(chores, ""), ended)
            ended.wait(TICK)
    finally:
        ended.set()
        for lane in lanes.values():
            lane.join()


def lane_of(chores: Sequence[Chore], lane: str) -> list[Chore]:
    return [chore for chore in chores if chore.lane == lane]


def _start_lanes(
    lanes: dict[str, threading.Thread], chores: Sequence[Chore], ended: threading.Event
) -> None:
    """Start every lane that does not run (any more)."""
    for name in sorted({chore.lane for chore in chores} - {""}):
        if name not in lanes or not lanes[name].is_alive():
            lanes[name] = threading.Thread(
                target=_walk, args=(lane_of(chores, name), ended), name=name
            )
            lanes[name].start()


def _walk(chores: Sequence[Chore], ended: threading.Event) -> None:
    while not ended.is_set():
        _round(chores, ended)
        ended.wait(LANE_TICK)


def _round(chores: Sequence[Chore], ended: threading.Event) -> None:
    for chore in chores:
        if not ended.is_set():
            run_if_due(chore, at=now())
    close_old_connections()


def run_if_due(chore: Chore, *, at: datetime) -> None:
    if chore.due is not None and at < chore.due:
        return
    chore.due = at + chore.every
    try:
        done = chore.run(at=at)
    except OperationalError:
        log.exception("%s could not reach the database; it will be tried again", chore.name)
    else:
        if done:
            log.info("%s: %s", chore.name, done)
