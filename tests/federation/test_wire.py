"""HTTP to peers: bounded in time and size, and only where it was sent."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.utils.timezone import now

from tests.federation.nodes import Node, being
from tongban.federation.models import Peer
from tongban.federation.providers import wire
from tongban.federation.rules.timing import MOST_BYTES

EAST, NORTH = Node("east"), Node("north")


class Odd(BaseHTTPRequestHandler):
    """Answers oddly, as its path says."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []
    go_on: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, body = {
            "/moved": (302, {"Location": "/elsewhere"}, b""),
            "/large": (200, {}, b"x" * (MOST_BYTES + 1)),
            "/unsigned": (200, {"Content-Type": "application/json"}, b"{}"),
            "/no": (429, {"Content-Type": wire.PROBLEM, "Retry-After": "7"}, b'{"code":"busy"}'),
            "/odd": (500, {"Content-Type": wire.PROBLEM, "Retry-After": "soon"}, b'{"code":7}'),
        }.get(self.path, (404, {}, b""))
        if self.path == "/slow":
            self.go_on.wait(30)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_words: object) -> None:
        """Nothing; tests are quiet."""


@pytest.fixture
def peer() -> Iterator[Peer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    Odd.asked.clear()
    Odd.go_on.clear()
    address = f"http://127.0.0.1:{server.server_port}"
    with being(EAST):
        yield Peer(**{**NORTH.entry(), "address": address})
    Odd.go_on.set()
    wire._pools().clear()
    server.shutdown()
    serving.join(30)
    server.server_close()


def trouble(peer: Peer, path: str, *, patience: float = 5) -> wire.Trouble:
    with pytest.raises(wire.Trouble) as caught:
        wire.ask_peer(peer, path, b"{}", kind="application/json", at=now(), patience=patience)
    return caught.value


def test_nobody_is_sent_elsewhere(peer: Peer) -> None:
    assert trouble(peer, "/moved").code == "status_302"
    assert Odd.asked == ["/moved"]


def test_who_does_not_answer_in_time_is_away(peer: Peer) -> None:
    assert trouble(peer, "/slow", patience=0.2).code == "unreachable"


def test_who_is_not_there_is_away(peer: Peer) -> None:
    peer.address = "http://127.0.0.1:9"
    assert trouble(peer, "/").code == "unreachable"


def test_an_answer_has_an_end(peer: Peer) -> None:
    assert trouble(peer, "/large").code == "answer_too_large"


def test_an_answer_without_a_signature_is_trouble(peer: Peer) -> None:
    assert trouble(peer, "/unsigned").code == "status_200"


def test_a_refusal_names_its_code_and_when_to_come_again(peer: Peer) -> None:
    told = trouble(peer, "/no")
    assert (told.code, told.status, told.wait) == ("busy", 429, 7)
    told = trouble(peer, "/odd")
    assert (told.code, told.status, told.wait) == ("status_500", 500, 0)


def test_what_is_public_is_fetched_as_it_is_or_is_trouble(peer: Peer) -> None:
    assert wire.fetch(f"{peer.address}/unsigned") == "{}"
    with pytest.raises(wire.Trouble):
        wire.fetch(f"{peer.address}/nothing")
