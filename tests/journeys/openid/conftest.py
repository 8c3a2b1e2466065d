"""A program of a third party that hears from the platforms, and a browser without a window."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from tests.journeys.openid.visitor import Visitor

PATIENCE = 30.0


@dataclass
class Ear:
    """An address of a third party that keeps what is posted to it."""

    address: str
    heard: "queue.Queue[dict[str, list[str]]]" = field(default_factory=queue.Queue)

    def next(self) -> str:
        return self.heard.get(timeout=PATIENCE)["logout_token"][0]


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
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
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
