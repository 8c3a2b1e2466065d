"""Three platforms in one process: each has its own address, name and keys, all share the tables.

What goes over the network elsewhere goes through `Net` here, which also counts and may fail.
"""

import base64
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from urllib3.exceptions import NewConnectionError

from tongban.federation.models import Peer
from tongban.identity.models import SignIn

_hidden: list[Peer] = []
ROLES = {"middle": "hub", "north": "node", "south": "node"}


def address_of(name: str) -> str:
    return f"http://{name}.test"


@contextmanager
def at(name: str) -> Iterator[None]:
    """Be this platform for a while. Nobody is their own peer."""
    keys = {**settings.TONGBAN_KEYS, "openid": base64.b64encode(name.encode() * 8).decode()}
    outer = _hidden[-1] if _hidden else None
    _show(outer)
    own = Peer.objects.get(name=name)
    _hide(own)
    _hidden.append(own)
    try:
        with override_settings(
            TONGBAN_NODE=name,
            TONGBAN_ROLE=ROLES[name],
            TONGBAN_ADDRESS=address_of(name),
            TONGBAN_KEYS=keys,
            ALLOWED_HOSTS=["*"],
        ):
            yield
    finally:
        _show(_hidden.pop())
        _hide(outer)


def _show(peer: Peer | None) -> None:
    if peer:
        Peer.objects.bulk_create([peer])


def _hide(peer: Peer | None) -> None:
    if peer:
        Peer.objects.filter(pk=peer.pk).delete()


def found_federation() -> None:
    for name, role in ROLES.items():
        names = {"zh": name, "en": name.title()}
        Peer.objects.create(name=name, names=names, role=role, address=address_of(name))


@dataclass
class Heard:
    """An answer as urllib3 gives it."""

    status: int
    body: bytes

    def read(self, *_args: object, **_options: object) -> bytes:
        return self.body

    def release_conn(self) -> None: ...

    def close(self) -> None: ...


@dataclass
class Net:
    """Stands in for the connections of `platforms`."""

    down: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    spoil: Any = None  # changes an answer on its way

    def request(self, method: str, url: str, **options: Any) -> Heard:
        parts = urlsplit(url)
        name = parts.netloc.removesuffix(".test")
        self.asked.append(url)
        if name in self.down or name not in ROLES:
            raise NewConnectionError(None, "refused")  # type: ignore[arg-type]
        headers = {f"HTTP_{k.upper()}": v for k, v in (options.get("headers") or {}).items()}
        with _another_process(), at(name):
            answer = getattr(Client(), method.lower())(
                parts.path, options.get("fields") or {}, HTTP_HOST=parts.netloc, **headers
            )
        heard = Heard(answer.status_code, answer.content)
        return self.spoil(parts.path, heard) if self.spoil else heard


@dataclass
class Browser:
    """One person's browser: cookies for each platform, and where it has been."""

    net: Net
    clients: dict[str, Client] = field(default_factory=dict)
    way: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def client(self, name: str) -> Client:
        return self.clients.setdefault(name, Client())

    def open(self, name: str, path: str, *, stop_at: str = "", most: int = 12) -> Any:
        """Follow redirects, from platform to platform, until there is a page."""
        self.way = []
        address = f"{address_of(name)}{path}"
        for _ in range(most):
            answer = self.get(address)
            if answer.status_code not in {301, 302, 303, 307}:
                return answer
            address = _absolute(address, answer["Location"])
            if stop_at and stop_at in address:
                return answer
        raise AssertionError(f"It goes on and on: {self.way}")

    def get(self, address: str) -> Any:
        parts = urlsplit(address)
        name = parts.netloc.removesuffix(".test")
        self.way.append(f"{name}{parts.path}")
        began = time.perf_counter()
        with at(name):
            answer = self.client(name).get(f"{parts.path}?{parts.query}", HTTP_HOST=parts.netloc)
        self.seconds += time.perf_counter() - began
        return answer

    def post(self, name: str, path: str, data: dict[str, str]) -> Any:
        with at(name):
            return self.client(name).post(path, data, HTTP_HOST=f"{name}.test")


class InTurn(AbstractContextManager["InTurn"]):
    """Instead of threads, which would have tables of their own here."""

    def __init__(self, _most: int) -> None: ...

    def map(self, call: Any, things: Any) -> list[Any]:
        return [call(thing) for thing in things]

    def __exit__(self, *_what: object) -> None: ...


@contextmanager
def _another_process() -> Iterator[None]:
    """What the request that asks may not do says nothing about the one that is asked."""
    kept = list(connection.execute_wrappers)
    connection.execute_wrappers.clear()
    try:
        yield
    finally:
        connection.execute_wrappers.extend(kept)


def _absolute(base: str, location: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}{location}" if location.startswith("/") else location


def onward(page: Any) -> str:
    return unescape(re.findall(r'content="0; url=([^"]+)"', page.content.decode())[0])


def whose(browser: Browser, name: str) -> SignIn | None:
    with at(name):
        public_id = browser.client(name).session.get("portal")
        return (
            SignIn.objects.filter(public_id=public_id, ended_at=None).first() if public_id else None
        )


def whose_sid(browser: Browser) -> str:
    found = whose(browser, "north")
    assert found is not None
    return found.hub_session
