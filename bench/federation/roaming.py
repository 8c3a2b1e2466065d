"""From a page of one platform to a page of another, where one is signed in on arrival."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.harness.fleet import Fleet, fleet
from tests.harness.templates import Template
from tests.journeys.openid.visitor import Visitor

from bench.federation.pair import PLATFORMS

CITIZEN = "19900000001"
HERE, THERE = "henan", "shanghai"


@dataclass(frozen=True)
class Hop:
    """One way over: how often the browser was sent on, and how long servers took in all."""

    redirects: int
    seconds: float


def hops(template: Template, *, times: int) -> list[Hop]:
    """Each by somebody who was there before, and whose session there has ended."""
    with (
        tempfile.TemporaryDirectory(prefix="tongban-roaming-") as folder,
        fleet(Path(folder), template, PLATFORMS, proxied=False) as made,
        Visitor() as visitor,
    ):
        made.prepare()
        made.join()
        made.run()
        _sign_in(made, visitor)
        _go(made, visitor)  # the first time, where nothing is remembered yet
        return [_go(made, visitor) for _ in range(times)]


def _sign_in(made: Fleet, visitor: Visitor) -> None:
    """At one platform, through the hub."""
    visitor.open(f"{made[HERE].address}/enter/?next=/me/")
    visitor.sign_in(CITIZEN)
    if "/openid/go-on/" in visitor.shown.url.path:
        visitor.agree()
    assert str(visitor.shown.url) == f"{made[HERE].address}/me/", visitor.shown.text


def _go(made: Fleet, visitor: Visitor) -> Hop:
    for cookie in list(visitor.cookies.jar):
        if cookie.name.endswith(f"_{THERE}"):
            visitor.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    seen: list[httpx.Response] = []
    visitor.event_hooks = {"response": [seen.append]}
    arrived = visitor.open(f"{made[HERE].address}/go/{THERE}/?next=/me/")
    visitor.event_hooks = {}
    assert str(arrived.url) == f"{made[THERE].address}/me/", arrived.text
    return Hop(len(seen) - 1, sum(each.elapsed.total_seconds() for each in seen))
