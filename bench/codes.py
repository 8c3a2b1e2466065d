"""Phones that fetch credentials over HTTP, each signed in, each with fresh keys."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.load import Ask, Outcome, drive
from bench.meter import cpu_seconds
from bench.node import Scene, Server
from bench.report import say

if TYPE_CHECKING:
    from tongban.identity.models import Person

PHONES, EACH, SECONDS, CLIENTS, WORKERS = 400, 15, 15.0, 8, 2
SECRET = "b" * 32


@dataclass(frozen=True)
class Fetched:
    """What the phones saw, and the CPU of the web processes for one request, in milliseconds."""

    outcome: Outcome
    web_cpu: float


def fetched(scene: Scene) -> Fetched:
    asks = iter(_asks(PHONES, EACH))

    def next_ask() -> Ask:
        found = next(asks, None)
        if found is None:
            raise SystemExit("Too few keys were prepared for so quick a machine.")
        return found

    with Server(scene, workers=WORKERS) as server:
        before = cpu_seconds(server.pid)
        outcome = drive(
            server.port,
            clients=CLIENTS,
            seconds=SECONDS,
            next_ask=next_ask,
            answered=_must_be_good,
        )
        used = cpu_seconds(server.pid) - before
    return Fetched(outcome, 1000 * used / max(outcome.good, 1))


def _must_be_good(_ask: Ask, status: int, body: bytes) -> None:
    if status != 200:
        raise SystemExit(f"A phone got {status}: {body[:300]!r}")


def signed_in() -> str:
    """The cookies of one person who signed in just now."""
    import django

    django.setup()
    return _signed_in(_a_person(0))["Cookie"]


def _asks(phones: int, each: int) -> list[Ask]:
    """Every request, ready to send: sessions in the database, and keys that were never used."""
    import django

    django.setup()
    from tongban.certificates.rules.codes import BATCH
    from tongban.crypto.devices import Device
    from tongban.crypto.keys import encoded
    from tongban.identity.models import Actor
    from tongban.identity.rules import Level
    from tongban.portal.codes.showing import holder_of

    say(f"making {phones * each * BATCH} keys …")
    asks = []
    for phone in range(phones):
        person = _a_person(phone)
        headers = _signed_in(person)
        for _ in range(each):
            points = [encoded(Device.make().public.point) for _ in range(BATCH)]
            body = {"holder": holder_of(Actor(person), Level.PRESENT), "points": points}
            asks.append(Ask("/code/credentials/", body, headers))
    return asks


def _a_person(phone: int) -> "Person":
    from django.utils.timezone import now

    from tongban.identity import operations
    from tongban.identity.rules import Level

    return operations.register_person(
        login_name=f"bench-{phone}",
        phone=f"138{phone:08d}",
        name="示例",
        number=f"B{phone:017d}",
        facts={},
        level=Level.PRESENT,
        region="310104",
        elder=False,
        synthetic=True,
        at=now(),
    )


def _signed_in(person: "Person") -> dict[str, str]:
    """The cookies of somebody who signed in just now."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils.timezone import now

    from tongban.identity import operations
    from tongban.identity.rules import Door, Level, Method

    opened = operations.open_sign_in(
        person=person,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.PRESENT,
        device="",
        at=now(),
    )
    session = SessionStore()
    session[Door.PORTAL] = str(opened.public_id)
    session.save()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    cookies += f"; {settings.CSRF_COOKIE_NAME}={SECRET}"
    return {"Cookie": cookies, "X-CSRFToken": SECRET}
