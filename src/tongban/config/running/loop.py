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


class Task(Protocol):
    """Does what is due at a moment, and says how much that was."""

    def __call__(self, *, at: datetime) -> int: ...


@dataclass
class Chore:
    """Something to do every so often."""

    name: str
    every: timedelta
    run: Task
    due: datetime | None = None


def work(chores: Sequence[Chore]) -> None:
    """Run the chores as they fall due; a database that cannot answer is tried again later."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        for chore in chores:
            if not ended.is_set():
                run_if_due(chore, at=now())
        close_old_connections()
        ended.wait(TICK)


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
