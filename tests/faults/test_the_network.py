"""The proxy itself: without a fault it changes nothing, with one it does exactly that."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.harness import faults
from tests.harness.faults import Held, Network, Overtaken, Recorder


class Told(BaseHTTPRequestHandler):
    """Answers with what it was told, and remembers it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class Listener(ThreadingHTTPServer):
    """Somebody to talk to."""

    def __init__(self) -> None:
        self.told: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Told)

    def handle_error(self, *_: object) -> None: ...


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network()
    yield made
    made.end()


@pytest.fixture
def way(network: Network, listener: Listener) -> str:
    port = network.line_to("henan", listener.server_port)
    return f"http://127.0.0.1:{port}/"


def says(way: str, body: bytes, sender: str = "shanghai") -> bytes:
    header = {"Signature-Input": f'sig=();keyid="{sender}"'}
    return httpx.post(way, content=body, headers=header, timeout=5).content


def test_whole_messages_pass_on_one_line(way: str, listener: Listener) -> None:
    big = b"x" * 300_000
    with httpx.Client() as client:
        assert [client.post(way, content=body).content for body in (b"", b"one", big)] == [
            *(b"", b"one", big)
        ]
    assert listener.told == [b"", b"one", big]


def test_two_who_are_parted_do_not_hear_each_other_but_others_do(
    way: str, listener: Listener, network: Network
) -> None:
    with network.parted("henan", "shanghai"):
        with pytest.raises(httpx.RemoteProtocolError):
            says(way, b"lost")
        assert says(way, b"heard", sender="hub") == b"heard"
    assert says(way, b"again") == b"again"
    assert listener.told == [b"heard", b"again"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.cut_off, []),
        (faults.cut_while_asking, []),
        (faults.cut_before_the_answer, [b"payload"]),
        (faults.cut_while_answering, [b"payload"]),
    ],
)
def test_a_cut_line_is_an_error_for_the_sender(
    fault: faults.Fault, told: list[bytes], way: str, listener: Listener, network: Network
) -> None:
    with network.fault(fault), pytest.raises(httpx.RemoteProtocolError):
        says(way, b"payload")
    assert listener.told == told


def test_a_half_open_line_says_nothing(way: str, listener: Listener, network: Network) -> None:
    with network.fault(faults.half_open), pytest.raises(httpx.ReadTimeout):
        httpx.post(way, content=b"hello?", timeout=0.2)
    assert listener.told == []


def test_a_doubled_message_comes_twice(way: str, listener: Listener, network: Network) -> None:
    with network.fault(faults.doubled):
        assert says(way, b"once") == b"once"
    assert listener.told == [b"once", b"once"]


def test_a_late_message_still_comes(way: str, listener: Listener, network: Network) -> None:
    with network.fault(faults.late(0.05)):
        assert says(way, b"late") == b"late"


def test_two_messages_change_places(way: str, listener: Listener, network: Network) -> None:
    overtaken = Overtaken()
    with network.fault(overtaken):
        with pytest.raises(httpx.RemoteProtocolError):
            says(way, b"first")
        says(way, b"second")
    assert listener.told == [b"second", b"first"]
    assert overtaken.times == 1


@pytest.mark.parametrize("answered", [False, True])
def test_a_message_can_be_held_before_and_after_it_is_answered(
    answered: bool, way: str, listener: Listener, network: Network
) -> None:
    held = Held(answered=answered)
    with network.fault(held):
        asking = threading.Thread(target=says, args=[way, b"held"])
        asking.start()
        held.wait_for_one()
        assert listener.told == ([b"held"] if answered else [])
        held.go.set()
        asking.join()
    assert listener.told == [b"held"]


def test_a_recorded_message_can_be_told_again(
    way: str, listener: Listener, network: Network
) -> None:
    recorder = Recorder()
    with network.fault(recorder):
        says(way, b"on record")
    (message,) = recorder.messages
    assert (message.sender, message.receiver, message.method) == ("shanghai", "henan", "POST")
    assert b"200" in network.say_again(message).split(b"\r\n")[0]
    assert listener.told == [b"on record"] * 2


def test_more_lines_than_there_is_room_for_are_refused(way: str) -> None:
    port = httpx.URL(way).port or 0
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(faults.LINES)]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as refused:
        assert refused.recv(1) == b""
    for line in lines:
        line.close()
