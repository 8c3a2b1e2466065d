"""Requests through the API, as programs send them."""

from collections.abc import Sequence
from itertools import count, cycle

from bench.cases.people import Applicant
from bench.load import Ask, Outcome, drive
from bench.meter import cpu_seconds
from bench.node import Scene, Server

REQUESTS = "/api/v1/hotline/requests"
TEXTS = (
    "小区西门的路灯坏了快一个星期，晚上老人出门看不清路。",
    "楼下烧烤店每天营业到凌晨两点，油烟和噪音让孩子没法睡觉。",
    "请问新生儿办医保要在出生多少天内参保？",
    "公交车早高峰经常二十分钟不来一班，能不能加密班次？",
)
WARM_UP = 3.0
_keys = count(1)


def askers(how_many: int) -> list[Applicant]:
    """Invented people of the demonstration's database, each with a token."""
    import django

    django.setup()
    from django.utils.timezone import now

    from tongban.identity import operations
    from tongban.identity.rules import Level

    at, made = now(), []
    for n in range(how_many):
        person = operations.register_person(
            phone=f"1990088{n:04d}",
            name=f"测试{n}",
            level=Level.PRESENT,
            region="310104",
            synthetic=True,
            at=at,
        )
        token = operations.issue_token(person=person, label="bench", by=person, at=at)
        made.append(Applicant(person.pk, token))
    return made


def measured(
    scene: Scene, people: Sequence[Applicant], *, clients: int, workers: int, seconds: float
) -> tuple[Outcome, float]:
    """What the clients saw, and the CPU of the web processes per request, in milliseconds."""
    turn, texts = cycle(people), cycle(TEXTS)

    def ask() -> Ask:
        key = f"bench-{next(_keys)}"
        headers = {"Authorization": f"Bearer {next(turn).token}", "Idempotency-Key": key}
        body = {"kind": "complaint", "text": next(texts), "region": "310104"}
        return Ask(REQUESTS, body, headers, key)

    with Server(scene, workers=workers) as server:
        drive(server.port, clients=clients, seconds=WARM_UP, next_ask=ask, answered=_good)
        before = cpu_seconds(server.pid)
        outcome = drive(server.port, clients=clients, seconds=seconds, next_ask=ask)
        spent = cpu_seconds(server.pid) - before
    return outcome, spent / max(outcome.good, 1) * 1000


def _good(ask: Ask, status: int, body: bytes) -> None:
    if status >= 400:
        raise SystemExit(f"POST {ask.path} was answered {status}: {body.decode()}")
