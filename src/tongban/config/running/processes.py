"""Starting the processes of an installation, watching them, and ending them by their handles."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tongban.config.running.home import stop

END_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
PATIENCE = 8.0
SILENCE = 30.0  # seconds that a server may take to answer, on a machine that is busy
LIVED = 10.0  # seconds after which an end is an accident and not a fault of the start


def free_port(wanted: int) -> int:
    """The wanted port, or any free one for 0; refuses one that is taken."""
    [port] = free_ports([wanted], insist=True)
    return port


def free_ports(wanted: Sequence[int], *, insist: bool) -> list[int]:
    """These ports, or any free one where 0 is wanted. Of the taken ones, the first is told;
    without `insist` another one takes its place."""
    with ExitStack() as held:  # until all are chosen, so that none is chosen twice
        return [_bound(held.enter_context(socket.socket()), port, insist) for port in wanted]


def _bound(probe: socket.socket, wanted: int, insist: bool) -> int:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", wanted))
    except OSError:
        if insist:
            stop(f"Port {wanted} is taken by another program. Give another one with --port.")
        probe.bind(("127.0.0.1", 0))
    port: int = probe.getsockname()[1]
    return port


def server(*, port: int, workers: int, host: str = "127.0.0.1") -> list[str]:
    """The command of the web server."""
    command = [sys.executable, "-m", "tongban.config.running.web", "--host", host]
    return [*command, "--port", str(port), "--workers", str(workers)]


def worker() -> list[str]:
    """The command of the worker loop."""
    return [sys.executable, "-m", "tongban.config.commands", "work"]


@dataclass
class Node:
    """The processes of one installation."""

    logs: Path
    environment: Mapping[str, str]
    port: int = 0
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    last_start: dict[str, float] = field(default_factory=dict)
    resting: bool = False

    @property
    def order_to_rest(self) -> Path:
        """While this file lies there, the installation is away, as if its machine were off."""
        return self.logs / "rest"

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
                preexec_fn=end_with_parent(),  # noqa: PLW1509  no threads here
            )

    def answers(self) -> bool:
        return answers(self.port)

    def ended(self) -> list[str]:
        """The names of the children that ended, though nobody asked them to."""
        if self.resting:
            return []
        return [name for name, child in self.children.items() if child.poll() is not None]

    def obey(self) -> None:
        """Go away or come back, as the order says."""
        if self.order_to_rest.exists() == self.resting:
            return
        self.resting = not self.resting
        if self.resting:
            end(self.children.values())
        else:
            for name, command in self.commands.items():
                self.start(name, command)

    def start_again(self, name: str) -> bool:
        """Start a child anew that lived for a while; one that ended at once would do so again."""
        lived = time.monotonic() - self.last_start[name] > LIVED
        if lived:
            self.start(name, self.commands[name])
        return lived

    def last_words(self, name: str) -> str:
        log = self.logs / f"{name}.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-12:])


@dataclass
class Group:
    """Installations that are started, watched and ended together."""

    nodes: list[Node] = field(default_factory=list)
    asked_to_end: bool = False

    def end_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True

    def wait_until_all_answer(self, then: Callable[[Node], None]) -> None:
        """Do `then` with each node as soon as it answers, so that it does not wait for the rest."""
        seconds = SILENCE * (1 + len(self.nodes))
        until = time.monotonic() + seconds
        silent = list(self.nodes)
        while silent and not self.asked_to_end:
            for node in [each for each in silent if each.answers()]:
                silent.remove(node)
                then(node)
            self._look_after(again=False)
            if silent and time.monotonic() > until:
                self.end()
                stop(f"A server did not answer in {seconds:.0f} s. See {silent[0].logs}/web.log.")
            time.sleep(0.05)

    def watch(self) -> None:
        """Return when asked to end. A child that ends by itself is started again, unless it
        ends at once; then stop with the reason. One node may rest while the others go on."""
        while not self.asked_to_end:
            for node in self.nodes:
                node.obey()
            self._look_after(again=True)
            time.sleep(0.2)

    def end(self) -> None:
        """Ask every child to end, and insist after a while."""
        end([child for node in self.nodes for child in node.children.values()])

    def _look_after(self, *, again: bool) -> None:
        for node in self.nodes:
            for name in node.ended():
                if self.asked_to_end or (again and node.start_again(name)):
                    continue
                self.end()
                print(node.last_words(name), file=sys.stderr)  # noqa: T201
                stop(f"A {name} process ended by itself; its last words are above ({node.logs}).")


def end(children: Collection["subprocess.Popen[bytes]"]) -> None:
    """Ask these to end, and insist after a while."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def answers(port: int) -> bool:
    """Asks by hand: an HTTP library would stay in memory for this one question."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as asked:
            asked.sendall(b"GET /alive HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return b" 200 " in asked.recv(64)
    except OSError:
        return False


def end_with_parent() -> Callable[[], None] | None:
    """On Linux a child gets SIGTERM when whoever started it is killed outright."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(END_WHEN_PARENT_DIES, signal.SIGTERM)


def plain_environment(home: Path, **more: str) -> dict[str, str]:
    """What the children see: ours, plus where the home is."""
    frugal = {"MALLOC_ARENA_MAX": "2"}  # else every thread keeps memory of its own
    return {**frugal, **os.environ, "TONGBAN_HOME": str(home), **more}
