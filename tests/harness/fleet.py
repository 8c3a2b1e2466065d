"""Several nodes on this machine as an installation runs them, to be stopped, killed and parted.

Each has a home, a port and processes of its own; between them everything goes through a proxy
that can break lines (faults.py). Processes are reached by the handles they were started with and
by nothing else, and all of them end with the fleet.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.harness.faults import Network
from tests.harness.member.dying import ORDER
from tests.harness.tables import Row, Tables
from tests.harness.templates import Template
from tongban.config.running.processes import answers, free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
A_MOMENT = 0.02
ROLES = ("web", "work")
COMMANDS = [sys.executable, "-m", "tongban.config.commands"]
MEMBER = [sys.executable, "-m", "tests.harness.member"]


@dataclass
class Member:
    """One node of a fleet."""

    name: str
    tables: Tables
    port: int
    address: str
    surroundings: Mapping[str, str]
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    told: dict[str, Mapping[str, str]] = field(default_factory=dict)
    hand: "subprocess.Popen[str] | None" = None

    @property
    def home(self) -> Path:
        return self.tables.home

    # ── its processes ──

    def run(self, *roles: str, **more: str) -> None:
        """See to it that these processes run, with just this in their surroundings."""
        for role in roles or ROLES:
            process = self.processes.get(role)
            if process is None or process.poll() is not None or self.told[role] != more:
                self.stop(role)
                port = [str(self.port)] if role == "web" else []
                self.start(role, [*MEMBER, role, *port], more)

    def start(self, role: str, command: list[str], more: Mapping[str, str]) -> None:
        (self.home / ORDER).unlink(missing_ok=True)
        with (self.home / f"{role}.log").open("ab") as log:
            self.processes[role] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.surroundings, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.told[role] = dict(more)

    def wait_until_it_answers(self) -> None:
        until(lambda: self._is_up() or self._has_ended("web"), f"{self.name} does not answer")
        assert self._is_up(), self.last_words("web")

    def stop(self, *roles: str) -> None:
        """Ask them to end, as an operator would; insist if they do not."""
        chosen = [self.processes[role] for role in roles or ROLES if role in self.processes]
        for process in chosen:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGCONT)
                process.terminate()
        for process in chosen:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                _kill(process)

    def kill(self, *roles: str) -> None:
        """SIGKILL, all at once and unasked."""
        for role in roles or ROLES:
            _kill(self.processes[role])

    def pause(self, role: str) -> None:
        os.killpg(self.processes[role].pid, signal.SIGSTOP)

    def resume(self, role: str) -> None:
        os.killpg(self.processes[role].pid, signal.SIGCONT)

    def order_to_die(self) -> None:
        """Whichever of its processes comes to its place in the program next, dies there."""
        (self.home / ORDER).touch()

    def has_died(self, role: str) -> None:
        """Wait for it: killed, and not ended by itself."""
        process = self.hand if role == "hand" else self.processes[role]
        assert process is not None
        code = process.wait(timeout=PATIENCE)
        assert code == -signal.SIGKILL, self.last_words(role)

    def last_words(self, role: str) -> str:
        told = (self.home / f"{role}.log").read_text(errors="replace")
        return f"{self.name}, {role}:\n{told[-3000:]}"

    # ── what it knows ──

    def rows(self, question: str, *values: object) -> list[Row]:
        """Its tables as they are, whatever its processes think."""
        return self.tables.rows(question, *values)

    def changes(self, command: str, *values: object) -> None:
        """What somebody does to its tables who has them in his hands."""
        self.tables.change(command, *values)

    def count(self, question: str, *values: object) -> int:
        return int(str(self.rows(question, *values)[0][0]))

    def does(self, deed: str, **what: object) -> Any:
        """Do a deed in this home, in a process kept for that: a function of `member/deeds.py`,
        or of another module (`module:function`)."""
        self.begins(deed, **what)
        return self.ends(deed)

    def begins(self, deed: str, **what: object) -> None:
        if self.hand is None or self.hand.poll() is not None:
            self.lend_a_hand()
        assert self.hand.stdin is not None
        self.hand.stdin.write(json.dumps({"deed": deed, "with": what}) + "\n")
        self.hand.stdin.flush()

    def ends(self, deed: str) -> Any:
        assert self.hand is not None and self.hand.stdout is not None
        answer = json.loads(self.hand.stdout.readline() or '{"failed": "it ended"}')
        assert "done" in answer, f"{self.name} could not {deed}:\n{answer['failed']}"
        return answer["done"]

    def lend_a_hand(self, **more: str) -> None:
        """The process that does deeds, anew and with this in its surroundings."""
        self._let_go_of_the_hand()
        with (self.home / "hand.log").open("ab") as log:
            self.hand = subprocess.Popen(
                [*MEMBER, "hand"],
                cwd=ROOT,
                env={**self.surroundings, **more},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def end(self) -> None:
        for process in self.processes.values():
            _kill(process)
        self._let_go_of_the_hand()

    def _let_go_of_the_hand(self) -> None:
        if self.hand is not None:
            with self.hand:
                _kill(self.hand)

    def _is_up(self) -> bool:
        return answers(self.port)

    def _has_ended(self, role: str) -> bool:
        return self.processes[role].poll() is not None


def _kill(process: "subprocess.Popen[Any]") -> None:
    """It leads a session of its own, so its group is what it started and nothing else."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@dataclass
class Fleet:
    """All members, and the lines between them."""

    members: dict[str, Member]
    network: Network

    def __getitem__(self, name: str) -> Member:
        return self.members[name]

    def run(self, *names: str, **more: str) -> None:
        """See to it that these run, with just this in their surroundings."""
        chosen = [self.members[name] for name in names or self.members]
        for member in chosen:
            member.run(**more)
        for member in chosen:
            member.wait_until_it_answers()

    def prepare(self) -> None:
        """Bring to every home what is its own: how its platform does things, and its people."""
        for member in self.members.values():
            member.start("prepare", [*COMMANDS, "prepare", "--node"], {})
        for member in self.members.values():
            code = member.processes["prepare"].wait(timeout=PATIENCE)
            assert code == 0, member.last_words("prepare")

    def join(self) -> None:
        """Everybody joins the hub, by the ceremony that people would go through."""
        hub = self.members["hub"]
        nodes = [each for each in self.members.values() if each is not hub]
        for node in nodes:
            told = hub.does("publish")
            asked = node.does("apply", **told, address=hub.address, hub=hub.name)
            hub.does("let_in", application=asked)
        registry = hub.does("publish")["text"]
        for node in nodes:
            node.does("take", text=registry)
        for member in self.members.values():
            for key in member.does("key_ids"):
                self.network.names[key] = member.name

    def end(self) -> None:
        for member in self.members.values():
            member.end()
        self.network.end()


@contextmanager
def fleet(
    folder: Path,
    template: Template,
    platforms: Sequence[str],
    *,
    proxied: bool = True,
    **surroundings: str,
) -> Iterator[Fleet]:
    """Homes of these platforms. Without the proxy nothing can be broken, and nothing is slower."""
    network = Network()
    made = Fleet({}, network)
    try:
        for name in platforms:
            made.members[name] = _member(
                name, template.copy_to(folder / name), network if proxied else None, surroundings
            )
        yield made
    finally:
        made.end()


def _member(
    name: str, tables: Tables, network: Network | None, surroundings: Mapping[str, str]
) -> Member:
    port = free_port(0)
    reached = network.line_to(name, port) if network else port
    address = f"http://127.0.0.1:{reached}"
    ours = {
        "TONGBAN_HOME": str(tables.home),
        "TONGBAN_DEMO": "yes",
        "TONGBAN_DATABASE": tables.address,
        "TONGBAN_PLATFORM": name,
        "TONGBAN_ADDRESS": address,
        "DJANGO_SETTINGS_MODULE": "tests.harness.member.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "FLEET_PARENT": str(os.getpid()),
        "FLEET_SESSION": "own",
        "MALLOC_ARENA_MAX": "2",
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TONGBAN_")}
    return Member(name, tables, port, address, {**kept, **ours, **surroundings})


def until(condition: Callable[[], bool], otherwise: str, seconds: float = PATIENCE) -> None:
    """Wait for what must come; what did not is the failure."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{otherwise} (waited {seconds:.0f} s)"
        time.sleep(A_MOMENT)
