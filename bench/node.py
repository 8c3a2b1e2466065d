"""A node to measure: a demonstration of its own on a PostgreSQL of its own, and its web server."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.run.cluster import LASTING, cluster

from bench.report import say
from tongban.config.running.home import make_demo_home
from tongban.config.running.processes import answers, free_port, server, worker

COMMANDS = [sys.executable, "-m", "tongban.config.commands"]
PATIENCE = 30.0


@dataclass(frozen=True)
class Scene:
    """Where a prepared demonstration lies, and what its processes see."""

    home: Path
    surroundings: Mapping[str, str]


@contextmanager
def demonstration(*, postgres: bool = True) -> Iterator[Scene]:
    """A whole demonstration in a temporary folder; its database survives a power cut, as it must.

    The surroundings become those of this process too, so that Django may be set up on it.
    """
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        home = Path(folder) / "home"
        make_demo_home(home)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
        ours = {"TONGBAN_HOME": str(home), "TONGBAN_DEMO": "yes"}
        ours["TONGBAN_WRITES_PER_SECOND"] = "1000000"  # one address is all the applicants
        if not postgres:
            yield _prepared(home, kept | ours)
            return
        with cluster(LASTING) as address:
            yield _prepared(home, kept | ours | {"TONGBAN_DATABASE": address})


def _prepared(home: Path, surroundings: dict[str, str]) -> Scene:
    say("preparing a demonstration …")
    subprocess.run(
        [*COMMANDS, "prepare", "--demo"],
        env=surroundings,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    os.environ.update({k: v for k, v in surroundings.items() if k.startswith("TONGBAN_")})
    return Scene(home, surroundings)


class Server:
    """The web server as an installation runs it, in a process group of its own."""

    def __init__(self, scene: Scene, *, workers: int, settings: str = "") -> None:
        self.port = free_port(0)
        self.log = scene.home / "bench-web.log"
        self._command = server(port=self.port, workers=workers)
        self._surroundings = dict(scene.surroundings)
        if settings:
            self._surroundings["DJANGO_SETTINGS_MODULE"] = settings
        self.process = self._start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def _start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                env=self._surroundings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_again(self) -> None:
        self.process = self._start()

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while not answers(self.port):
            if time.monotonic() > until or self.process.poll() is not None:
                self.end()
                raise SystemExit(f"The server did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to the server and its workers, all at once and unasked."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self) -> "Server":
        try:
            self.wait_until_it_answers()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.end()


@contextmanager
def worker_of(scene: Scene) -> Iterator[None]:
    """The worker loop, as long as something has to be sent."""
    with (scene.home / "bench-work.log").open("ab") as log:
        process = subprocess.Popen(worker(), env=dict(scene.surroundings), stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
