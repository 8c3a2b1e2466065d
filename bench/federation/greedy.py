"""What others feel of a peer that polls a hundred times a second, whatever it is answered.

Rounds in which it polls us take turns with rounds in which the same process polls something
trivial as often. So what the poller itself costs this machine falls on both, and only what the
node does for it is left.
"""

import asyncio
import http.client
import json
import multiprocessing
import secrets
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from django.utils.timezone import now
from tests.harness.fleet import Fleet, fleet
from tests.harness.templates import Template

from bench.federation.flow import quantile
from bench.federation.pair import PLATFORMS
from bench.meter import cpu_seconds
from bench.report import Goal, Report
from tongban.config.running.processes import free_port

GREEDY, ASKED, MODEST = "shanghai", "henan", "hub"
POLLS, PAGES, QUESTIONS = 100, 25, 15  # a second: the greedy peer, people's pages, another peer
LINES = {GREEDY: 4, MODEST: 2}
PAGE = "/services/id-reissue/"
CROWDED = 1.1
NOT_NOW = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Felt:
    """What people and a modest peer waited for in one round, in seconds, and what it cost us."""

    pages: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)
    polls: Counter[int] = field(default_factory=Counter)
    cpu: float = 0.0  # of the node that serves them


@dataclass(frozen=True)
class Both:
    """Rounds without the greedy peer and with it, in turns."""

    apart: list[Felt]
    beside: list[Felt]


def rounds(template: Template, *, times: int, seconds: float) -> Both:
    with _nation(template) as made, _something_trivial() as trivial:
        here = made[ASKED].address
        both = Both([], [])
        _round(made, trivial, seconds=2)  # warms up, and is not counted
        for _ in range(times):
            both.apart.append(_round(made, trivial, seconds=seconds))
            both.beside.append(_round(made, here, seconds=seconds))
        return both


def tell(report: Report, both: Both) -> None:
    """The medians of all rounds, and the CPU, which hardly feels what else the machine does."""
    for what, name in (("pages of people", "pages"), ("questions of another peer", "questions")):
        apart, beside = (
            statistics.median(quantile(sorted(getattr(felt, name)), 0.99) for felt in some)
            for some in (both.apart, both.beside)
        )
        goal = f"{what}, 99 of 100, beside a greedy peer"
        report.goals.append(Goal(goal, beside / apart, CROWDED, " ×"))
        report.notes.append(
            f"99 of 100 {what} took at most {1000 * apart:.1f} ms while the greedy peer polled"
            f" something else, and {1000 * beside:.1f} ms while it polled the node"
            f" (medians of {len(both.beside)} rounds each, in turns)."
        )
    polls = sum((felt.polls for felt in both.beside), Counter[int]())
    extra = sum(felt.cpu for felt in both.beside) - sum(felt.cpu for felt in both.apart)
    report.notes.append(
        f"The greedy peer polled {polls.total()} times and was answered {polls[200]} times; all"
        f" of it cost the node {1000 * extra / max(1, polls.total()):.2f} ms of CPU a poll."
    )


@contextmanager
def _nation(template: Template) -> Iterator[Fleet]:
    with (
        tempfile.TemporaryDirectory(prefix="tongban-greedy-") as folder,
        fleet(Path(folder), template, PLATFORMS, proxied=False) as made,
    ):
        made.prepare()
        made.join()
        made[ASKED].run()
        made[ASKED].wait_until_it_answers()
        yield made


@contextmanager
def _something_trivial() -> Iterator[str]:
    """The address of a process that reads requests and says no to all of them."""
    port = free_port(0)
    process = multiprocessing.get_context("spawn").Process(target=_say_no, args=(port,))
    process.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.join()


def _say_no(port: int) -> None:
    async def serve() -> None:
        async with await asyncio.start_server(_no, "127.0.0.1", port) as server:
            await server.serve_forever()

    asyncio.run(serve())


async def _no(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
            writer.write(NOT_NOW)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _round(made: Fleet, polled: str, *, seconds: float) -> Felt:
    deeds, felt = "bench.federation.greedy:", Felt()
    address = made[ASKED].address
    made[MODEST].does(deeds + "sign", url=address, count=round(QUESTIONS * seconds))
    made[GREEDY].does(deeds + "sign", url=address, count=round(POLLS * seconds))
    before = cpu_seconds(made[ASKED].processes["web"].pid)
    with ThreadPoolExecutor(1) as pool:
        pages = pool.submit(_pages, address, seconds)
        made[MODEST].begins(deeds + "send", to=address, rate=QUESTIONS, lines=LINES[MODEST])
        made[GREEDY].begins(deeds + "send", to=polled, rate=POLLS, lines=LINES[GREEDY])
        asked = made[MODEST].ends("send")
        refused = made[GREEDY].ends("send")
        felt.pages = pages.result()
    felt.cpu = cpu_seconds(made[ASKED].processes["web"].pid) - before
    assert {status for status, _ in asked} == {200}, asked[:3]
    felt.questions = [took for _, took in asked]
    felt.polls.update(status for status, _ in refused)
    return felt


def _pages(address: str, seconds: float) -> list[float]:
    """A person's pages, at an even pace."""
    took = []
    with httpx.Client(base_url=address, timeout=30) as client:
        for _ in _ticks(PAGES, round(PAGES * seconds)):
            began = time.perf_counter()
            client.get(PAGE).raise_for_status()
            took.append(time.perf_counter() - began)
    return took


# ── in the home of a peer ──

Letter = tuple[bytes, dict[str, str]]  # what, and how it is signed

_letters: list[Letter] = []


def sign(*, url: str, count: int) -> int:
    """Write and sign questions beforehand, so that only sending them takes time later."""
    from tongban.crypto.messages import sign_request
    from tongban.federation.operations.asking import ASK
    from tongban.federation.providers import keyring
    from tongban.federation.rules.envelopes import JSON

    at, body = now(), json.dumps({"question": "federation.hello", "about": "", "data": {}}).encode()
    key = keyring.signing_key(at=at)
    _letters[:] = [
        (
            body,
            sign_request(
                method="POST",
                url=url + ASK,
                headers={"Content-Type": JSON, "Accept": JSON},
                body=body,
                key=key,
                at=at,
                nonce=secrets.token_urlsafe(18),
            ),
        )
        for _ in range(count)
    ]
    return count


def send(*, to: str, rate: float, lines: int) -> list[tuple[int, float]]:
    """Send them at an even pace over a few lines, whatever is answered: status and seconds."""
    with ThreadPoolExecutor(lines) as pool:
        shares = [_letters[first::lines] for first in range(lines)]
        told = pool.map(lambda share: _send(to, share, rate / lines), shares)
        return [each for some in told for each in some]


def _send(to: str, letters: list[Letter], rate: float) -> list[tuple[int, float]]:
    from tongban.federation.operations.asking import ASK

    told = []
    line = http.client.HTTPConnection(urlsplit(to).netloc, timeout=30)
    for (body, headers), _tick in zip(letters, _ticks(rate, len(letters)), strict=True):
        began = time.perf_counter()
        try:
            line.request("POST", ASK, body, headers)
            answer = line.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            status = 0  # it hung up
            line.close()
        told.append((status, time.perf_counter() - began))
    line.close()
    return told


def _ticks(rate: float, count: int) -> Iterator[int]:
    """An even pace that catches up when it is late, as somebody does who does not wait."""
    began = time.perf_counter()
    for number in range(count):
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        yield number
