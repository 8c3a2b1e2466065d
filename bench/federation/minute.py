"""What must act at every node within a minute, between nodes that run: how long it takes."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import httpx
from tests.harness.fleet import Fleet, fleet
from tests.harness.templates import Template
from tests.journeys.openid.visitor import TOKEN, Visitor

from bench.federation.pair import PLATFORMS
from tongban.certificates.rules.codes import BATCH, presented
from tongban.crypto.devices import Device
from tongban.crypto.keys import decoded, encoded

CITIZEN = "19900000001"
HERE, THERE = "henan", "shanghai"
DEEDS = "bench.federation.deeds"
OFTEN, PATIENCE = 0.2, 120.0
TAKE_BACK = re.compile(r'action="(/me/allowed/\d+/[^"]*)"')


@dataclass(frozen=True)
class Acted:
    """Something was done at one node, and another one followed so many seconds later."""

    what: str
    node: str
    seconds: float


@dataclass
class Phone:
    """Keys of a phone with their credentials: each look shows another one, signed just now."""

    made: list[tuple[Device, bytes]]
    turns: Iterator[tuple[Device, bytes]] = field(init=False)

    def __post_init__(self) -> None:
        self.turns = cycle(self.made)

    def code(self) -> str:
        device, credential = next(self.turns)
        return presented(credential, device, at=datetime.now(UTC))


@dataclass(frozen=True)
class Gate:
    """A registered place at a node that checks codes online."""

    client: httpx.Client

    def reason(self, code: str) -> str:
        shown = self.client.get("/verify/").text
        told = {"csrfmiddlewaretoken": TOKEN.findall(shown)[0], "code": code}
        asked = self.client.post("/verify/", data=told, headers={"Accept": "application/json"})
        return str(asked.json()["reason"])


def acted(template: Template) -> list[Acted]:
    """Each thing once, watched at every node that has to follow."""
    with (
        tempfile.TemporaryDirectory(prefix="tongban-minute-") as folder,
        fleet(Path(folder), template, PLATFORMS, proxied=False) as made,
        Visitor() as visitor,
        ExitStack() as stack,
    ):
        made.prepare()
        made.join()
        made.run()
        _sign_in(made, visitor)
        gates = {name: stack.enter_context(_gate(made, name)) for name in PLATFORMS}
        return [
            *_looks(made, visitor),
            *_codes(made, gates, HERE, CITIZEN, "a code taken back, refused online at"),
            *_codes(made, gates, THERE, "", "the code of a removed agent, refused online at"),
            *_consent(made, visitor),
        ]


def _sign_in(made: Fleet, visitor: Visitor) -> None:
    """At one platform through the hub, then at the other one."""
    visitor.open(f"{made[HERE].address}/enter/?next=/me/")
    visitor.sign_in(CITIZEN)
    if "/openid/go-on/" in visitor.shown.url.path:
        visitor.agree()
    visitor.open(f"{made[HERE].address}/go/{THERE}/?next=/me/")
    assert str(visitor.shown.url) == f"{made[THERE].address}/me/", visitor.shown.text


@contextmanager
def _gate(made: Fleet, name: str) -> Iterator[Gate]:
    key = made[name].does(f"{DEEDS}:gate")
    with httpx.Client(base_url=made[name].address, follow_redirects=True, timeout=30) as client:
        shown = client.get("/verify/sign-in/").text
        told = {"csrfmiddlewaretoken": TOKEN.findall(shown)[0], "key": key}
        client.post("/verify/sign-in/", data=told).raise_for_status()
        yield Gate(client)


def _looks(made: Fleet, visitor: Visitor) -> list[Acted]:
    reason = "Measured just now"
    began = time.perf_counter()
    made[THERE].does(f"{DEEDS}:look", phone=CITIZEN, reason=reason)

    def seen_at(name: str) -> bool:
        return reason in visitor.get(f"{made[name].address}/me/access/").text

    return _watched("a look elsewhere, read by its person at", ["hub", HERE], seen_at, began)


def _codes(made: Fleet, gates: dict[str, Gate], node: str, phone: str, what: str) -> list[Acted]:
    devices = [Device.make() for _ in range(BATCH)]
    points = [encoded(device.public.point) for device in devices]
    issued = made[node].does(f"{DEEDS}:codes", phone=phone, points=points)
    shows = Phone(list(zip(devices, [decoded(each) for each in issued], strict=True)))
    _until(lambda: all(g.reason(shows.code()) == "good" for g in gates.values()), what)
    began = time.perf_counter()
    if phone:
        made[node].does(f"{DEEDS}:cancel", phone=phone)
    else:
        made[node].does(f"{DEEDS}:end_agent")
    return _watched(
        what, PLATFORMS, lambda name: gates[name].reason(shows.code()) == "revoked", began
    )


def _consent(made: Fleet, visitor: Visitor) -> list[Acted]:
    visitor.open(f"{made['hub'].address}/me/allowed/")
    began = time.perf_counter()
    visitor.press(TAKE_BACK.findall(visitor.shown.text)[0], {})

    def is_out(name: str) -> bool:
        return 'action="/sign-out/"' not in visitor.get(f"{made[name].address}/me/").text

    return _watched("a consent taken back, signed out at", [HERE, THERE], is_out, began)


def _watched(
    what: str, nodes: list[str], has_followed: Callable[[str], bool], began: float
) -> list[Acted]:
    waiting, found = list(nodes), []
    while waiting:
        assert time.perf_counter() < began + PATIENCE, f"{what} {waiting}: not yet"
        for name in [each for each in waiting if has_followed(each)]:
            found.append(Acted(what, name, time.perf_counter() - began))
            waiting.remove(name)
        time.sleep(OFTEN)
    return found


def _until(condition: Callable[[], bool], what: str) -> None:
    end = time.perf_counter() + PATIENCE
    while not condition():
        assert time.perf_counter() < end, f"{what}: it never began"
        time.sleep(OFTEN)
