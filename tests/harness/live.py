"""A real node for journeys: the demo itself, with its own home and a free port."""

import os
import queue
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tongban.config.running.processes import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
READY = "ready: "
PATIENCE = 240


@dataclass(frozen=True)
class Live:
    """Where a running node answers, and where it keeps its state."""

    url: str
    home: Path

    @property
    def tables(self) -> Path:
        return self.home / "tongban.sqlite3"

    @property
    def as_it_began(self) -> Path:
        return self.home / "as-it-began.sqlite3"

    def remember(self) -> None:
        """Keep the tables as they are now: a pack, its people, and nothing done yet."""
        _copy(self.tables, self.as_it_began)

    def begin_again(self) -> None:
        """Put the tables back under the running node; whoever is in a transaction finishes it."""
        _copy(self.as_it_began, self.tables)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA busy_timeout = 10000")
        old.backup(new)


class Demo:
    """A demo started as a child, ended through its handle."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("TONGBAN_TEST", "TONGBAN_H"))
        }
        command = [sys.executable, "-m", "tongban.config.commands", "demo", "--port", "0"]
        command += [] if "--platforms" in options else ["--alone"]
        self.process = subprocess.Popen(
            [*command, "--home", str(home), *options],
            env=kept | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=end_with_parent(),  # noqa: PLW1509  its reader starts later
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.lines.append(line.rstrip("\n"))
                self._queue.put(line)
        self._queue.put(None)

    def address(self) -> str:
        """Wait for the ready line; what the demo said is in the failure."""
        until = time.monotonic() + PATIENCE
        while (line := self._next(until)) is not None:
            if line.startswith(READY):
                return line.removeprefix(READY).strip()
        self.end()
        raise AssertionError("The demo did not get ready:\n" + "\n".join(self.lines))

    def _next(self, until: float) -> str | None:
        try:
            return self._queue.get(timeout=max(0.1, until - time.monotonic()))
        except queue.Empty:
            return None

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=10)
        return code


@pytest.fixture
def fresh(live: Live) -> Live:
    """The node as on its first day: what earlier tests did there is gone."""
    live.begin_again()
    return live


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    with tempfile.TemporaryDirectory(prefix="tongban-live-") as folder:
        home = Path(folder) / "home"
        demo = Demo(home)
        try:
            node = Live(url=demo.address(), home=home)
            node.remember()
            yield node
        finally:
            demo.end()
