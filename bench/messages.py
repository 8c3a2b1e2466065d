"""Messages: `./tongban bench messages [--json] [--messages N] [--sqlite]`.

Everybody in a large city is told something: accepted one by one, each durably, then carried and
handed to a sink that writes down what it got. And what ten thousand hostile requests for codes
to sign in cost.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bench.node import demonstration
from bench.report import Goal, Report, say
from bench.sink import FILE

MANY, PEOPLE, HOSTILE = 83_333, 1_000, 10_000
TEMPLATE = "cases/granted"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban bench messages", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sqlite", action="store_true", help="SQLite instead of PostgreSQL")
    parser.add_argument("--messages", type=int, default=MANY, metavar="N")
    asked = parser.parse_args(list(arguments))
    report = Report("messages", notes=[f"on {'SQLite' if asked.sqlite else 'PostgreSQL'}"])
    with demonstration(postgres=not asked.sqlite), tempfile.TemporaryDirectory() as folder:
        import django

        sink = Path(folder) / "sink"
        sink.touch()
        os.environ[FILE] = str(sink)
        django.setup()
        took = _told(asked.messages)
        arrived = sink.read_text(encoding="utf-8").split()
        sent = _pumped()
    report.rows = [{"": what, "a second": asked.messages / each} for what, each in took.items()]
    lost = asked.messages - len(set(arrived))
    report.goals = [
        Goal(
            "accepted, carried and delivered",
            asked.messages / sum(took.values()),
            500,
            " a second",
            most=False,
        ),
        Goal("lost", lost, 0),
        Goal("sent twice", len(arrived) - len(set(arrived)), 0),
        Goal(f"texts sent for {HOSTILE:,} hostile requests", sent, 50),
    ]
    return report.give(as_json=asked.json)


def _told(messages: int) -> dict[str, float]:
    """Seconds for each part of the way."""
    from django.conf import settings

    from tongban.identity.models import Person, phone_index
    from tongban.messages import operations, tasks

    settings.CARRIERS = dict.fromkeys(settings.CARRIERS, "bench.sink")
    at = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    phones = [f"170{n:08d}" for n in range(min(PEOPLE, messages))]
    people = [
        Person.objects.create(phone=each, phone_index=phone_index(each), level=2, created_at=at)
        for each in phones
    ]
    say(f"telling {messages:,} …")
    took = {}
    began = time.perf_counter()
    for n in range(messages):
        operations.queue(TEMPLATE, to=people[n % len(people)], about=f"case/{n}", at=at)
    took["accepted, each in a transaction of its own"] = time.perf_counter() - began
    took["carried to the outbox"] = _until_done(lambda: tasks.carry(at=at))
    took["handed to the sink"] = _until_done(lambda: tasks.deliver(at=at))
    return took


def _until_done(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    while work():
        pass
    return time.perf_counter() - began


def _pumped() -> int:
    """Texts that are sent when a thousand places ask for codes to one block of numbers."""
    from tests.builders import MONDAY

    from tongban.core.refusal import Refusal
    from tongban.identity.operations import send_code
    from tongban.messages.models import Delivery
    from tongban.messages.operations import text

    before = Delivery.objects.count()
    say(f"asking {HOSTILE:,} times with bad intent …")
    for n in range(HOSTILE):
        try:
            send_code(
                phone=f"1390000{n:04d}"[:11],
                source=f"10.{n % 1000 // 250}.{n % 250}.1",
                known_device="",
                tell=text,
                at=MONDAY + timedelta(milliseconds=20 * n),
            )
        except Refusal:
            continue
    return Delivery.objects.count() - before
