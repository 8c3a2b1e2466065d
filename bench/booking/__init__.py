"""Booking through the API: `./tongban bench booking [--json] [--seconds N] [--people N]`.

First many people want few places at once, on both databases: as many win as there are places,
everybody else hears so at once, and the tables agree. Then as many bookings a second as go.
"""

import argparse
import os
import threading
from collections.abc import Sequence
from itertools import count

from bench.booking.wanting import Wanted, bookable_services, oversold, people, slots, wish
from bench.load import Ask, Outcome, drive
from bench.node import Scene, Server, demonstration
from bench.report import Goal, Report, say

PLACES, CONNECTIONS, WORKERS = 10, 64, 2
FEWEST, SLOWEST = 420.0, 2000.0


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("booking")
    for postgres in (True, False):
        name = "PostgreSQL" if postgres else "SQLite"
        os.environ.pop("TONGBAN_DATABASE", None)  # of the demonstration before
        with demonstration(postgres=postgres) as scene:
            say(f"{name}: {asked.people} people want {PLACES} places …")
            wanted = _rush(scene, asked.people)
            _tell_rush(report, name, wanted, asked.people)
            if postgres:
                say("as many bookings as go …")
                _tell_rate(report, _rate(scene, asked.people, asked.seconds))
    return report.give(as_json=asked.json)


def _rush(scene: Scene, how_many: int) -> Wanted:
    """Everybody asks once for the same slot, on 64 connections."""
    crowd, slot = people(how_many), slots(places=PLACES, name="Few", letter="F")[0]
    numbers, enough = count(), threading.Event()
    wanted = Wanted()

    def next_ask() -> Ask:
        number = next(numbers)
        return wish(crowd[number % how_many], slot, key=f"rush-{number % how_many}")

    def answered(ask: Ask, status: int, body: bytes) -> None:
        if wanted.heard(ask.key, status, body) >= how_many:
            enough.set()

    with Server(scene, workers=WORKERS) as server:
        wanted.outcome = drive(
            server.port,
            clients=CONNECTIONS,
            seconds=120,
            next_ask=next_ask,
            answered=answered,
            enough=enough.is_set,
        )
    wanted.oversold = oversold(slot)
    return wanted


def _rate(scene: Scene, how_many: int, seconds: float) -> Outcome:
    """Different people, services and times; every answer is a place that was given."""
    crowd, codes = people(0), bookable_services()
    every = [slot for letter in "MNO" for slot in slots(places=100, name="Many", letter=letter)]
    numbers = count()

    def next_ask() -> Ask:
        number = next(numbers)
        who, code = crowd[number % how_many], codes[number // how_many % len(codes)]
        return wish(who, every[number % len(every)], service=code, key=f"rate-{number}")

    with Server(scene, workers=WORKERS) as server:
        drive(server.port, clients=8, seconds=2, next_ask=next_ask)
        return drive(server.port, clients=16, seconds=seconds, next_ask=next_ask)


def _tell_rush(report: Report, name: str, wanted: Wanted, how_many: int) -> None:
    outcome = wanted.outcome
    report.rows.append(
        {
            "": f"{name}: {how_many} people, {PLACES} places, {CONNECTIONS} connections",
            "a second": outcome.answers / outcome.seconds,
            "p50 ms": outcome.quantile(0.5),
            "p99 ms": outcome.quantile(0.99),
            "slowest ms": outcome.quantile(1.0),
        }
    )
    report.goals += [
        Goal(f"{name}: people who won", len(wanted.winners), PLACES),
        Goal(f"{name}: people who won, at least", len(wanted.winners), PLACES, most=False),
        Goal(f"{name}: places given twice", wanted.oversold, 0),
        Goal(f"{name}: people without a clear answer", how_many - len(wanted.answered), 0),
        Goal(f"{name}: the slowest answer", outcome.quantile(1.0), SLOWEST, " ms"),
    ]


def _tell_rate(report: Report, outcome: Outcome) -> None:
    report.rows.append(
        {
            "": "PostgreSQL: bookings of different people",
            "a second": outcome.rate,
            "p50 ms": outcome.quantile(0.5),
            "p99 ms": outcome.quantile(0.99),
            "slowest ms": outcome.quantile(1.0),
        }
    )
    other = outcome.answers - outcome.good
    report.goals += [
        Goal("bookings a second", outcome.rate, FEWEST, most=False),
        Goal("other answers meanwhile", other, 0),
    ]


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench booking")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seconds", type=float, default=10, help="length of the rate measurement")
    parser.add_argument("--people", type=int, default=1000, help="how many want the few places")
    return parser.parse_args(list(arguments))
