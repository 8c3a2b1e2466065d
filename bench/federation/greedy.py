"""What others feel of a peer that polls a hundred times a second, whatever it is answered.

Rounds with it and without it take turns, so that what else the machine does falls on both.
"""

import http.client
import json
import secrets
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

from bench.federation.pair import PLATFORMS

GREEDY, ASKED, MODEST = "shanghai", "henan", "hub"
POLLS, PAGES, QUESTIONS = 100, 25, 10  # a second: the greedy peer, people's pages, another peer
LINES = {GREEDY: 4, MODEST: 2}  # a peer has three requests worked on at once
PAGE = "/services/id-reissue/"


@dataclass
class Felt:
    """What people and a modest peer waited for, in seconds, and what became of the polls."""

    pages: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)
    polls: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Both:
    """The same, without the greedy peer and with it."""

    alone: Felt
    crowded: Felt


def rounds(template: Template, *, times: int, seconds: float) -> Both:
    with _nation(template) as made:
        both = Both(Felt(), Felt())
        _round(made, Felt(), seconds=2, greedy=False)  # warms up, and is not counted
        for _ in range(times):
            _round(made, both.alone, seconds=seconds, greedy=False)
            _round(made, both.crowded, seconds=seconds, greedy=True)
        return both


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


def _round(made: Fleet, felt: Felt, *, seconds: float, greedy: bool) -> None:
    deeds = "bench.federation.greedy:"
    address = made[ASKED].address
    made[MODEST].does(deeds + "sign", url=address, count=round(QUESTIONS * seconds))
    made[GREEDY].does(deeds + "sign", url=address, count=round(POLLS * seconds) * greedy)
    with ThreadPoolExecutor(1) as pool:
        pages = pool.submit(_pages, address, seconds)
        made[MODEST].begins(deeds + "send", rate=QUESTIONS, lines=LINES[MODEST])
        made[GREEDY].begins(deeds + "send", rate=POLLS, lines=LINES[GREEDY])
        asked = made[MODEST].ends("send")
        polled = made[GREEDY].ends("send")
        felt.pages += pages.result()
    assert {status for status, _ in asked} == {200}, asked[:3]
    felt.questions += [took for _, took in asked]
    felt.polls.update(status for status, _ in polled)


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

Letter = tuple[str, bytes, dict[str, str]]  # to where, what, and how it is signed

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
            url,
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


def send(*, rate: float, lines: int) -> list[tuple[int, float]]:
    """Send them at an even pace over a few lines, whatever is answered: status and seconds."""
    if not _letters:
        return []
    with ThreadPoolExecutor(lines) as pool:
        shares = [_letters[first::lines] for first in range(lines)]
        told = pool.map(lambda share: _send(share, rate / lines), shares)
        return [each for some in told for each in some]


def _send(letters: list[Letter], rate: float) -> list[tuple[int, float]]:
    from tongban.federation.operations.asking import ASK

    told = []
    line = http.client.HTTPConnection(urlsplit(letters[0][0]).netloc, timeout=30)
    for (_url, body, headers), _tick in zip(letters, _ticks(rate, len(letters)), strict=True):
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
