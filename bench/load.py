"""A small closed-loop HTTP client: a fixed number of connections, each asking again when answered.

It speaks just enough HTTP/1.1 (keep-alive, Content-Length) to cost little next to the server.
"""

import json
import selectors
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic, perf_counter

AGAIN_AFTER = 0.02
PATIENCE = 10.0


@dataclass(frozen=True)
class Ask:
    """One request; `key` names it, so that the caller can tell what was acknowledged."""

    path: str
    body: Mapping[str, object]
    headers: Mapping[str, str]
    key: str = ""

    def bytes(self) -> bytes:
        body = json.dumps(self.body).encode()
        lines = [f"POST {self.path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(lines).encode() + body


@dataclass
class Outcome:
    """What the clients saw: answers by status, seconds per answer, and how often a line broke."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    broken: int = 0

    @property
    def answers(self) -> int:
        return len(self.times)

    @property
    def good(self) -> int:
        return sum(n for status, n in self.statuses.items() if status < 400)

    @property
    def rate(self) -> float:
        return self.good / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.times)
        place = min(len(ordered) - 1, int(share * len(ordered)))
        return ordered[place] * 1000 if ordered else 0.0


class Line:
    """One connection, and what was asked on it last."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ask: Ask | None = None
        self.socket: socket.socket | None = None
        self.got = b""
        self.began = 0.0
        self.again_at = 0.0

    def send(self, ask: Ask) -> None:
        """Ask; raises OSError when nobody listens."""
        self.ask, self.got, self.began = ask, b"", perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(ask.bytes())

    def receive(self) -> tuple[int, bytes] | None:
        """Status and body once all of it is here; raises OSError when the line broke."""
        assert self.socket is not None
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionResetError
        self.got += more
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return None
        lower = head.lower()
        start = lower.index(b"content-length:") + 15
        length = int(lower[start:].split(b"\r\n", 1)[0])
        return (int(head[9:12]), body) if len(body) >= length else None

    def drop(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None
        self.again_at = monotonic() + AGAIN_AFTER


def drive(
    port: int,
    *,
    clients: int,
    seconds: float,
    next_ask: Callable[[], Ask],
    answered: Callable[[Ask, int, bytes], None] = lambda _ask, _status, _body: None,
    meanwhile: Callable[[], None] = lambda: None,
    enough: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Keep the clients busy for so long. Whoever loses the line asks the very same again."""
    outcome = Outcome()
    lines = [Line(port) for _ in range(clients)]
    began = perf_counter()
    with selectors.DefaultSelector() as waiting:
        for line in lines:
            line.ask = next_ask()
        while (gone := perf_counter() - began) < seconds and not enough():
            meanwhile()
            _ask_again(lines, waiting, outcome)
            for key, _events in waiting.select(timeout=min(0.02, seconds - gone)):
                _hear(key.data, waiting, outcome, next_ask, answered)
    outcome.seconds = perf_counter() - began
    for line in lines:
        line.drop()
    return outcome


def _ask_again(lines: list[Line], waiting: selectors.BaseSelector, outcome: Outcome) -> None:
    for line in lines:
        if line.socket is None and monotonic() >= line.again_at:
            assert line.ask is not None
            try:
                line.send(line.ask)
            except OSError:
                outcome.broken += 1
                line.drop()
            else:
                assert line.socket is not None
                waiting.register(line.socket, selectors.EVENT_READ, line)


def _hear(
    line: Line,
    waiting: selectors.BaseSelector,
    outcome: Outcome,
    next_ask: Callable[[], Ask],
    answered: Callable[[Ask, int, bytes], None],
) -> None:
    assert line.socket is not None and line.ask is not None
    ours = line.socket
    try:
        answer = line.receive()
        if answer is None:
            return
        status, body = answer
        outcome.times.append(perf_counter() - line.began)
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
        answered(line.ask, status, body)
        line.send(next_ask())
    except OSError:
        outcome.broken += 1
        waiting.unregister(ours)
        line.drop()
