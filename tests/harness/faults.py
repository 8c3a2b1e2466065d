"""A small proxy between nodes that loses, cuts, delays, doubles and reorders what they tell.

It knows just enough HTTP/1.1 to see whole messages, and whose they are. It listens on this
machine only, keeps a bounded number of lines open, and every wait of it ends.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.harness.messages import Message, Reader, sender_of

LINES = 64  # open at once; more are refused
PATIENCE = 60.0  # seconds after which a line that nobody uses is closed
ANYONE = "*"


class Delivery:
    """A message under way: what a fault may do with it."""

    def __init__(self, message: Message, asking: "Reader", port: int, ended: threading.Event):
        self.message = message
        self._asking, self._port, self._ended = asking, port, ended
        self.is_answered = False

    def ask(self) -> bytes:
        """Give the whole message to its receiver; the whole answer."""
        with line_to(self._port) as line:
            line.socket.sendall(self.message.request)
            return line.answer(to=self.message.method)

    def begin_to_ask(self, share: float) -> None:
        """Give the receiver only so much of the message, then break the line."""
        with line_to(self._port) as line:
            line.socket.sendall(self.message.request[: int(share * len(self.message.request))])

    def answer(self, answer: bytes, share: float = 1.0) -> None:
        """Give the sender the answer, or only so much of it."""
        self._asking.socket.sendall(answer[: max(1, int(share * len(answer)))])
        self.is_answered = share == 1

    def wait(self, what: threading.Event, seconds: float = PATIENCE) -> bool:
        """Wait for something, but never longer than the proxy lives; whether it came."""
        for _ in range(int(seconds * 50)):
            if what.wait(0.02):
                return True
            if self._ended.is_set():
                return False
        return False


@contextmanager
def line_to(port: int) -> Iterator[Reader]:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Reader(line)


Fault = Callable[[Delivery], None]


def untouched(delivery: Delivery) -> None:
    delivery.answer(delivery.ask())


def cut_off(_delivery: Delivery) -> None:
    """The message is gone and the line with it."""


def half_open(delivery: Delivery) -> None:
    """The line stays and nothing ever comes."""
    delivery.wait(threading.Event())


def cut_while_asking(delivery: Delivery) -> None:
    delivery.begin_to_ask(0.5)


def cut_before_the_answer(delivery: Delivery) -> None:
    """The receiver did it all; the sender does not learn of it."""
    delivery.ask()


def cut_while_answering(delivery: Delivery) -> None:
    delivery.answer(delivery.ask(), share=0.5)


def doubled(delivery: Delivery) -> None:
    """The receiver gets it twice; the sender gets the second answer."""
    delivery.ask()
    delivery.answer(delivery.ask())


def late(seconds: float) -> Fault:
    def fault(delivery: Delivery) -> None:
        delivery.wait(threading.Event(), seconds)
        untouched(delivery)

    return fault


class Overtaken:
    """Messages change places: one is lost to its sender, and arrives after the one sent instead."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lost: Delivery | None = None
        self.times = 0

    def __call__(self, delivery: Delivery) -> None:
        with self._lock:
            lost, self._lost = self._lost, None if self._lost else delivery
        if lost is None:
            return
        answer = delivery.ask()
        lost.ask()
        self.times += 1
        delivery.answer(answer)


class Counted:
    """A fault, and how often a message met it."""

    def __init__(self, fault: Fault) -> None:
        self.fault, self.times = fault, 0

    def __call__(self, delivery: Delivery) -> None:
        self.times += 1
        self.fault(delivery)


class Held:
    """A message stops at a place until it is let go, so that a test can act in between."""

    def __init__(self, *, answered: bool = False) -> None:
        self.answered = answered
        self.here, self.go = threading.Event(), threading.Event()

    def wait_for_one(self) -> None:
        assert self.here.wait(PATIENCE), "no message came"

    def __call__(self, delivery: Delivery) -> None:
        answer = delivery.ask() if self.answered else b""
        self.here.set()
        delivery.wait(self.go)
        delivery.answer(answer or delivery.ask())


@dataclass
class Recorder:
    """Keeps a copy of every message, and changes nothing."""

    messages: list[Message] = field(default_factory=list)

    def __call__(self, delivery: Delivery) -> None:
        self.messages.append(delivery.message)
        untouched(delivery)


class Network:
    """All lines between nodes, and what is wrong with them at the moment."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}  # of senders, by the keys they sign with
        self._faults: dict[tuple[str, str], Fault] = {}
        self._ports: dict[str, int] = {}
        self._listeners: list[socket.socket] = []
        self._room = threading.BoundedSemaphore(LINES)
        self._ended = threading.Event()

    def line_to(self, receiver: str, port: int) -> int:
        """A port that leads to a node's; what is asked there comes through here."""
        self._ports[receiver] = port
        listener = socket.create_server(("127.0.0.1", 0), backlog=LINES)
        self._listeners.append(listener)
        _begin(self._listen, listener, receiver, port)
        own: int = listener.getsockname()[1]
        return own

    @contextmanager
    def fault(
        self, fault: Fault, *, sender: str = ANYONE, receiver: str = ANYONE
    ) -> Iterator[None]:
        """As long as this lasts, messages from one to the other meet this fault."""
        self._faults[sender, receiver] = fault
        try:
            yield
        finally:
            del self._faults[sender, receiver]

    @contextmanager
    def parted(self, one: str, other: str, fault: Fault = cut_off) -> Iterator[None]:
        """The two do not hear each other; everybody else hears both."""
        with (
            self.fault(fault, sender=one, receiver=other),
            self.fault(fault, sender=other, receiver=one),
        ):
            yield

    def say_again(self, message: Message, *, to: str = "") -> bytes:
        """Tell a receiver what was once on the line, as somebody would who listened there."""
        with line_to(self._ports[to or message.receiver]) as line:
            line.socket.sendall(message.request)
            return line.answer(to=message.method)

    def rest(self, seconds: float) -> None:
        """Let things stay as they are for so long."""
        self._ended.wait(seconds)

    def end(self) -> None:
        self._ended.set()
        for listener in self._listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _listen(self, listener: socket.socket, receiver: str, port: int) -> None:
        while not self._ended.is_set():
            try:
                line, _address = listener.accept()
            except OSError:
                return
            if self._room.acquire(blocking=False):
                _begin(self._serve, line, receiver, port)
            else:
                line.close()

    def _serve(self, line: socket.socket, receiver: str, port: int) -> None:
        line.settimeout(PATIENCE)
        try:
            with line:
                self._pass_on(Reader(line), receiver, port)
        except OSError:
            pass  # a broken line is what this is for
        finally:
            self._room.release()

    def _pass_on(self, asking: Reader, receiver: str, port: int) -> None:
        while (request := asking.request()) is not None:
            key = sender_of(request)
            message = Message(self.names.get(key, key), receiver, request)
            delivery = Delivery(message, asking, port, self._ended)
            self._fault_for(message)(delivery)
            if not delivery.is_answered or message.closes:
                return

    def _fault_for(self, message: Message) -> Fault:
        ways = [
            (message.sender, message.receiver),
            (ANYONE, message.receiver),
            (message.sender, ANYONE),
            (ANYONE, ANYONE),
        ]
        return next((self._faults[way] for way in ways if way in self._faults), untouched)


def _begin(run: Callable[..., None], *what: object) -> None:
    threading.Thread(target=run, args=what, daemon=True).start()
