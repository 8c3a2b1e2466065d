"""Starting the processes of an installation, watching them, and ending them by their handles."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tongban.config.running.home import stop

END_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
PATIENCE = 8.0
LIVED = 10.0  # seconds after which an end is an accident and not a fault of the start


def free_port(wanted: int) -> int:
    """The wanted port, or any free one for 0; refuses one that is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            stop(f"Port {wanted} is taken by another program. Give another one with --port.")
        port: int = probe.getsockname()[1]
        return port


def server(*, port: int, workers: int, host: str = "127.0.0.1") -> list[str]:
    """The command of the web server."""
    return [
        *[sys.executable, "-m", "granian", "tongban.config.wsgi:application"],
        *["--interface", "wsgi", "--host", host, "--port", str(port)],
        *["--workers", str(workers), "--blocking-threads", "4", "--http", "1", "--no-ws"],
        *["--workers-kill-timeout", "4", "--respawn-failed-workers", "--log-level", "warning"],
    ]


def worker() -> list[str]:
    """The command of the worker loop."""
    return [sys.executable, "-m", "tongban.config.commands", "work"]


@dataclass
class Node:
    """The processes of one installation, ended together."""

    logs: Path
    environment: Mapping[str, str]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    last_start: dict[str, float] = field(default_factory=dict)
    asked_to_end: bool = False

    def start(self, name: str, command: list[str]) -> None:
        self.commands[name], self.last_start[name] = command, time.monotonic()
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent(),  # noqa: PLW1509  no threads here
            )

    def end_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True

    def wait_until_it_answers(self, port: int, *, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not self.asked_to_end and not answers(port):
            self._stop_if_one_ended()
            if time.monotonic() > until:
                self.end()
                stop(f"The server did not answer in {seconds:.0f} s. See {self.logs}/web.log.")
            time.sleep(0.05)

    def watch(self) -> None:
        """Return when asked to end. A child that ends by itself is started again, unless it
        ends at once; then stop with the reason."""
        while not self.asked_to_end:
            self._start_again_what_ended()
            self._stop_if_one_ended()
            time.sleep(0.2)

    def end(self) -> None:
        """Ask every child to end, and insist after a while."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _start_again_what_ended(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None and time.monotonic() - self.last_start[name] > LIVED:
                self.start(name, self.commands[name])

    def _stop_if_one_ended(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None and not self.asked_to_end:
                self.end()
                log = self.logs / f"{name}.log"
                last = log.read_text(errors="replace").splitlines()[-12:]
                print("\n".join(last), file=sys.stderr)  # noqa: T201
                stop(f"The {name} process ended by itself; its last words are above ({log}).")


def answers(port: int) -> bool:
    """Asks by hand: an HTTP library would stay in memory for this one question."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as asked:
            asked.sendall(b"GET /alive HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return b" 200 " in asked.recv(64)
    except OSError:
        return False


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux a child gets SIGTERM when the launcher is killed outright."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(END_WHEN_PARENT_DIES, signal.SIGTERM)


def plain_environment(home: Path, **more: str) -> dict[str, str]:
    """What the children see: ours, plus where the home is."""
    frugal = {"MALLOC_ARENA_MAX": "2"}  # else every thread keeps memory of its own
    return {**frugal, **os.environ, "TONGBAN_HOME": str(home), **more}
