"""Requests to authorities: `./tongban bench hotline [--sqlite] [--json] [--seconds N] [--requests N]`.

How well a text finds its kind and its authority, by honest cross-validation: every text of the
sample is judged by a model that has never seen it. How many requests are taken a second through
the API, suggestion, step, message and audit line included. How long a page of a full box takes.
"""

import argparse
from collections.abc import Sequence

from bench.hotline import learning, listing, taking
from bench.node import demonstration
from bench.report import Goal, Report, say

CLIENTS, WORKERS = 8, 2


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("hotline")
    say("learning and judging, ten times …")
    judged = learning.cross_validated()
    report.goals = [
        Goal("kind of request, unseen texts", judged.kind, 0.85, most=False),
        Goal("authority among the first three, unseen texts", judged.third, 0.85, most=False),
    ]
    report.notes = [
        f"authority first: {judged.first:.3f}; {judged.texts} texts, ten folds; "
        f"a text costs {judged.milliseconds:.2f} ms"
    ]
    with demonstration(postgres=not asked.sqlite) as scene:
        people = taking.askers(40)
        say("taking requests …")
        taken, cpu = taking.measured(
            scene, people, clients=CLIENTS, workers=WORKERS, seconds=asked.seconds
        )
        say(f"filling in {asked.requests:,} requests …")
        slowest = listing.p95(asked.requests)
    report.rows = [
        {
            "": "a request: suggestion, step, message, audit",
            "a second": taken.rate,
            "p50 ms": taken.quantile(0.50),
            "p95 ms": taken.quantile(0.95),
            "web CPU ms": cpu,
            "other answers": taken.answers - taken.good,
        }
    ]
    report.goals += [
        Goal("requests a second", taken.rate, 430.0, most=False),
        Goal(f"p95 of a box and date among {asked.requests:,}", slowest, 100.0, " ms"),
    ]
    report.notes.append(f"on {'SQLite' if asked.sqlite else 'PostgreSQL'}")
    return report.give(as_json=asked.json)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench hotline")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    parser.add_argument("--seconds", type=float, default=10, help="length of the measurement")
    parser.add_argument("--requests", type=int, default=100_000, help="in the full box")
    return parser.parse_args(list(arguments))
