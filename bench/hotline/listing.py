"""A box of a full office, from the session to the last byte, in process."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.list import _official

if TYPE_CHECKING:
    from tongban.catalog.models import Post

TIMES = 40
ADDRESSES = (
    "/work/requests/?box=office",
    "/work/requests/?box=due",
    "/work/requests/?box=new&page=20",
    "/work/requests/?box=office&kind=complaint",
    "/work/requests/?box=done",
)


def p95(how_many: int) -> float:
    """Milliseconds within which 95 of 100 pages came, over boxes, filters and late pages."""
    client, post = _official()
    _fill(post, how_many)
    times = []
    for turn in range(TIMES):
        address = ADDRESSES[turn % len(ADDRESSES)]
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}")
    return sorted(times[len(ADDRESSES) :])[int(0.95 * (TIMES - len(ADDRESSES)))] * 1000


def _fill(post: "Post", count: int) -> None:
    from django.db import connection

    from tongban.hotline.models import Request

    made = _requests(post, count)
    while batch := [request for _, request in zip(range(2000), made, strict=False)]:
        Request.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _requests(post: "Post", count: int) -> Iterator[object]:
    from django.utils.timezone import localdate, now

    from tongban.catalog.models import Authority
    from tongban.core.references import new_reference
    from tongban.hotline.models import Request
    from tongban.hotline.rules import TO_THE_HOTLINE, Status
    from tongban.identity.queries import invented_people

    at, people = now(), list(invented_people())
    authorities = list(Authority.objects.order_by("pk")[:60])
    states = (Status.DISPATCHED, Status.HANDLING, Status.RECEIVED, Status.ANSWERED, Status.CLOSED)
    for n in range(count):
        sent, status = at - timedelta(minutes=n), states[n % len(states)]
        closed = sent if status == Status.CLOSED else None
        yield Request(
            reference=new_reference(at=sent),
            kind=TO_THE_HOTLINE[n % 6],
            asker=people[n % len(people)],
            text="路灯坏了",
            authority=authorities[n % len(authorities)],
            office=post.office,
            center=post.office,
            desk=None if closed else post.office,
            channel="portal",
            status=status,
            opened_at=sent,
            answered_at=sent,
            closed_at=closed,
            due_on=localdate(sent) + timedelta(days=n % 30),
            progress=1,
        )
