"""An official's list of work: `./tongban bench list [--json] [--cases N] [--sqlite]`.

The late page of a full office next to the first page of a small one; the whole request is
measured, in process, from the session to the last byte.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.node import demonstration
from bench.report import Goal, Report, say

if TYPE_CHECKING:
    from django.test import Client

    from tongban.catalog.models import Post

SMALL, LATE = 1_000, 34
TIMES = 15
OFFICIAL = "officer"
SHARE = 5  # one case in so many lies at another office, out of the official's sight


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("list")
    with demonstration(postgres=not asked.sqlite):
        import django

        django.setup()
        client, post = _official()
        _fill(post, SMALL)
        small = _measured(client, page=1)
        say(f"filling in {asked.cases:,} cases …")
        _fill(post, asked.cases - SMALL)
        first, late = _measured(client, page=1), _measured(client, page=LATE)
    report.rows = [
        {"": f"page 1 of {SMALL:,} cases", **small},
        {"": f"page 1 of {asked.cases:,} cases", **first},
        {"": f"page {LATE} of {asked.cases:,} cases", **late},
    ]
    ratio = float(late["ms"]) / float(small["ms"])
    report.goals = [
        Goal(f"page {LATE}, as multiple of the first page of a small office", ratio, 3.0),
        Goal("more questions to the database than there", late["queries"] - small["queries"], 0),
    ]
    report.notes = [f"on {'SQLite' if asked.sqlite else 'PostgreSQL'}, median of {TIMES}"]
    return report.give(as_json=asked.json)


def _official() -> "tuple[Client, Post]":
    from django.conf import settings
    from django.test import Client
    from tests.doors import sign_in_at_work

    from tongban.identity.queries import person_named

    settings.ALLOWED_HOSTS.append("testserver")
    person = person_named(OFFICIAL)
    assert person is not None
    client = Client()
    sign_in_at_work(client, person)
    return client, person.posts.select_related("office").order_by("pk")[0]


def _measured(client: "Client", *, page: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    address = f"/work/?box=office&page={page}"
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}")
    with CaptureQueriesContext(connection) as spent:
        body = client.get(address).content
    return {
        "ms": statistics.median(times) * 1000,
        "slowest ms": max(times) * 1000,
        "queries": len(spent),
        "rows": body.count(b"<tr") - 1,
    }


def _fill(post: "Post", count: int) -> None:
    from django.db import connection

    from tongban.cases.models import Case

    made = _cases(post, count)
    while batch := [case for _, case in zip(range(2000), made, strict=False)]:
        Case.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _cases(post: "Post", count: int) -> Iterator[object]:
    """Submitted cases, most of them on this office's desk."""
    from django.utils.timezone import localdate, now

    from tongban.cases.models import Case
    from tongban.cases.rules import Status
    from tongban.catalog.models import Office
    from tongban.catalog.queries import published_services
    from tongban.core.references import new_reference
    from tongban.identity.queries import invented_people

    at, people = now(), list(invented_people())
    services = list(published_services().filter(online=True)[:20])
    other = Office.objects.exclude(pk=post.office_id).first()
    for n in range(count):
        service, office = services[n % len(services)], other if n % SHARE == 0 else post.office
        sent = at - timedelta(minutes=n)
        yield Case(
            reference=new_reference(at=sent),
            service=service,
            version_id=service.version_id,
            applicant=people[n % len(people)],
            status=Status.SUBMITTED,
            office=office,
            desk=office,
            answers={"n": n},
            started_at=sent,
            saved_at=sent,
            submitted_at=sent,
            due_on=localdate(sent) + timedelta(days=n % 30),
        )


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench list")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--cases", type=int, default=100_000, help="cases in the full database")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    return parser.parse_args(list(arguments))
