"""A hub and a province as real processes, and a program of a third party that hears from them."""

import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.harness.live import ROOT, Demo
from tests.journeys.openid.visitor import Visitor

PATIENCE = 30.0
ADDRESS = re.compile(r"^  (\w+) +(http://127\.0\.0\.1:\d+)", re.MULTILINE)


@dataclass
class Nation:
    """Where the platforms answer, and where they keep their state."""

    home: Path
    addresses: dict[str, str]

    def console(self, *words: str) -> str:
        """What a command says at the hub's own machine."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
        path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        command = [sys.executable, "-m", "tongban.config.commands", *words]
        done = subprocess.run(
            command, env={**kept, "PYTHONPATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass
class Ear:
    """An address of a third party that keeps what is posted to it."""

    address: str
    heard: "queue.Queue[dict[str, list[str]]]" = field(default_factory=queue.Queue)

    def next(self) -> str:
        return self.heard.get(timeout=PATIENCE)["logout_token"][0]


@pytest.fixture(autouse=True)
def _first_day() -> None:
    """These journeys have platforms of their own, so the one that stands alone need not start."""


@pytest.fixture(scope="session")
def nation() -> Iterator[Nation]:
    with tempfile.TemporaryDirectory(prefix="tongban-nation-") as folder:
        home = Path(folder) / "home"
        demo = Demo(home, "--platforms", "hub,henan,shanghai")
        try:
            demo.address()
            said = "\n".join(demo.lines)
            until = time.monotonic() + PATIENCE
            while len(found := dict(ADDRESS.findall(said))) < 3:
                said += "\n" + (demo._next(until) or "")
            yield Nation(home, found)
        finally:
            demo.end()


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    """Of one program only: what the hub still has to tell another's is not heard here."""

    class Hearing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.heard.put(parse_qs(self.rfile.read(length).decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Hearing)
    made = Ear(f"http://127.0.0.1:{server.server_port}/logout")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """A browser that nobody has used before."""
    with Visitor() as made:
        yield made
