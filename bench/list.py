"""An official's list of work on PostgreSQL: `./tongban bench list [--json] [--cases N]`.

The same boxes, filled alike: the first page of few cases, then a late page of many. In process,
through every middleware and template, as an official who is signed in.
"""

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench.node import demonstration
from bench.report import Goal, Report, say

if TYPE_CHECKING:
    from django.test import Client

    from tongban.cases.models import Case
    from tongban.catalog.models import Office, Post

FEW, MANY = 1_000, 100_000
LATE = 34
BOXES = ("office", "due", "done", "mine")
SLOWER = 3.0
ROWS = 50
WARM_UP = 3
AT_ONCE = 2000
CASE = re.compile(r"/work/cases/([0-9a-f-]{36})/")
KINDS = {"elsewhere": 10, "done": 20, "mine": 18, "due": 18, "later": 34}  # of a hundred cases
_numbers = count(1)


@dataclass(frozen=True)
class Seen:
    """What one page of a box took."""

    milliseconds: float
    queries: int


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("list")
    with demonstration():
        import django

        django.setup()
        post = _post()
        client = _at_work(post)
        few = _looked(client, post, total=FEW, page=1, times=asked.times)
        many = _looked(client, post, total=asked.cases, page=LATE, times=asked.times)
    report.rows = [_row(box, few[box], many[box], asked.cases) for box in BOXES]
    for box in BOXES:
        ratio = many[box].milliseconds / few[box].milliseconds
        report.goals.append(Goal(f"{box}: page {LATE} as multiple of page 1", ratio, SLOWER))
    more = max(many[box].queries - few[box].queries for box in BOXES)
    report.goals.append(Goal("questions to the database that a late page asks more", more, 0))
    return report.give(as_json=asked.json)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench list")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--cases", type=int, default=MANY, help="how many are many")
    parser.add_argument("--times", type=int, default=21, help="requests of each page, 15 at least")
    asked = parser.parse_args(list(arguments))
    if asked.times < 15 or asked.cases < 20 * LATE * ROWS // 3:
        parser.error("too few to say anything: 15 requests, and cases for 34 pages of each box")
    return asked


def _row(box: str, few: Seen, many: Seen, cases: int) -> dict[str, object]:
    return {
        "box": box,
        f"page 1 of {FEW:,}, ms": few.milliseconds,
        "queries": few.queries,
        f"page {LATE} of {cases:,}, ms": many.milliseconds,
        "queries then": many.queries,
        "ratio": many.milliseconds / few.milliseconds,
    }


def _post() -> "Post":
    """Somebody of the demonstration who works on cases at one office and has no other post."""
    from django.db.models import Count

    from tongban.catalog.models import Post
    from tongban.catalog.rules import Role

    posts = Post.objects.filter(role=Role.OFFICER, ended_at=None).order_by("pk")
    return posts.annotate(held=Count("person__posts")).filter(held=1)[:1].get()


def _at_work(post: "Post") -> "Client":
    from django.test import Client
    from tests.doors import sign_in_at_work

    client = Client()
    sign_in_at_work(client, post.person)
    return client


def _looked(
    client: "Client", post: "Post", *, total: int, page: int, times: int
) -> Mapping[str, Seen]:
    say(f"filling up to {total:,} cases …")
    _fill(post, total)
    say(f"looking at page {page} of every box …")
    return {box: _seen(client, f"/work/?box={box}&page={page}", times) for box in BOXES}


def _seen(client: "Client", address: str, times: int) -> Seen:
    """The median of some requests, and how much one asks of the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        _must_be_full(client, address)
    with CaptureQueriesContext(connection) as asked:
        _must_be_full(client, address)
    queries = len(asked)  # now, for the next request begins a new list
    took = []
    for _ in range(times):
        began = perf_counter()
        client.get(address)
        took.append(perf_counter() - began)
    return Seen(median(took) * 1000, queries)


def _must_be_full(client: "Client", address: str) -> None:
    """A page that is not full measures nothing."""
    answer = client.get(address)
    shown = len(set(CASE.findall(answer.content.decode())))
    if answer.status_code != 200 or shown != ROWS:
        raise SystemExit(f"{address} was answered {answer.status_code} with {shown} cases")


def _fill(post: "Post", total: int) -> None:
    from django.db import connection

    from tongban.cases.models import Case

    missing = total - Case.objects.count()
    invented = _invented(post, missing)
    while some := list(islice(invented, AT_ONCE)):
        Case.objects.bulk_create(some)
    with connection.cursor() as cursor:  # as the database does by itself after a while
        cursor.execute("VACUUM ANALYZE cases_case")


def _invented(post: "Post", how_many: int) -> Iterator["Case"]:
    """Cases of the demonstration's people, in shares that do not depend on how many."""
    from django.utils.timezone import now

    from tongban.cases.models import Case
    from tongban.catalog.models import Office, Service
    from tongban.identity.models import Person

    chance, at = random.Random(how_many), now()
    people = list(Person.objects.filter(posts=None)[:200])
    services = list(Service.objects.filter(online=True).order_by("pk")[:20])
    elsewhere = Office.objects.exclude(pk=post.office_id).order_by("pk")[0]
    for kind in chance.choices(list(KINDS), list(KINDS.values()), k=how_many):
        began = at - timedelta(minutes=chance.randrange(60 * 24 * 60))
        service = chance.choice(services)
        yield Case(
            reference=f"BENCH{next(_numbers):09d}",
            service=service,
            version_id=service.version_id,
            applicant=chance.choice(people),
            started_at=began,
            saved_at=began,
            submitted_at=began,
            **_lying(kind, post, elsewhere, at=at, chance=chance),
        )


def _lying(
    kind: str, post: "Post", elsewhere: "Office", *, at: datetime, chance: random.Random
) -> dict[str, Any]:
    """Where a case of this kind lies. What an official finished stays under their name."""
    from tongban.cases.rules import Status

    today = at.date()
    later = today + timedelta(days=chance.randrange(20, 60))
    if kind == "elsewhere":
        there = {"office": elsewhere, "desk": elsewhere}
        return {**there, "status": Status.SUBMITTED, "due_on": later}
    if kind == "done":
        decided = at - timedelta(minutes=chance.randrange(1, 60 * 24 * 30))
        due = decided.date() + timedelta(days=chance.randrange(10))
        ended = {"decided_at": decided, "due_on": due, "status": Status.GRANTED}
        return {**ended, "office": post.office, "handler": post.person}
    here = {"office": post.office, "desk": post.office}
    if kind == "mine":
        return {**here, "handler": post.person, "status": Status.REVIEWING, "due_on": later}
    due = today + timedelta(days=chance.randrange(-10, 3)) if kind == "due" else later
    return {**here, "status": Status.SUBMITTED, "due_on": due}
