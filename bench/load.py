"""A small closed-loop HTTP client: a fixed number of connections, each asking again when answered.

It speaks just enough HTTP/1.1 (keep-alive, Content-Length) to cost little next to the server.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Outcome:
    """What the clients saw: answers by status, seconds per answer, and how often a line broke."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    broken: int = 0

    @property
    def rate(self) -> float:
        return sum(n for status, n in self.statuses.items() if status < 400) / self.seconds

    def quantile(self, q: float) -> float:
        """Seconds within which this share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(q * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True)
class Ask:
    """One request; `key` names it, so that the caller can tell what was acknowledged."""

    path: str
    body: Mapping[str, object]
    headers: Mapping[str, str]
    key: str

    def bytes(self) -> bytes:
        body = json.dumps(self.body).encode()
        lines = [f"POST {self.path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(lines).encode() + body


def drive(
    port: int,
    *,
    clients: int,
    until: Callable[[Outcome], bool],
    next_ask: Callable[[], Ask],
    acknowledged: Callable[[Ask, int], None] = lambda _ask, _status: None,
) -> Outcome:
    """Keep `clients` connections busy until told to stop. A broken line asks the same again."""
    outcome = Outcome()

    async def client() -> None:
        line, ask = None, next_ask()
        while not until(outcome):
            try:
                line = line or await asyncio.open_connection("127.0.0.1", port)
                began = perf_counter()
                status = await _exchange(*line, ask.bytes())
            except (OSError, EOFError, ValueError):
                outcome.broken += 1
                line = None
                await asyncio.sleep(0.02)
                continue
            outcome.times.append(perf_counter() - began)
            outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
            acknowledged(ask, status)
            ask = next_ask()
        if line:
            line[1].close()

    async def crowd() -> None:
        await asyncio.gather(*(client() for _ in range(clients)))

    began = perf_counter()
    asyncio.run(crowd())
    outcome.seconds = perf_counter() - began
    return outcome


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> int:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    await reader.readexactly(int(lower[start : lower.index(b"\r\n", start)]))
    return status
