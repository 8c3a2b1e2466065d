"""Applying through the API on PostgreSQL: `./tongban bench cases [--json] [--seconds N]`.

The floors are measured in the same run: an endpoint of our own server and framework that does
one INSERT, and the driver alone. CPU is that of the web processes, read from /proc; the
database's is told beside it. The database keeps its promises: fsync is on.
"""

import argparse
from collections.abc import Sequence

from bench.cases import driver, killing, measuring
from bench.cases.people import applicants
from bench.node import demonstration
from bench.report import Goal, Report, say

CLIENTS, WORKERS = 8, 2
FEWEST, DEAREST = 400.0, 3.0


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("cases")
    with demonstration() as scene:
        people = applicants(40)
        say("the bare insert …")
        floor = measuring.bare(scene, clients=CLIENTS, workers=WORKERS, seconds=asked.seconds)
        say("applying …")
        plain = measuring.applying(
            scene, people, clients=CLIENTS, workers=WORKERS, seconds=asked.seconds
        )
        say("applying with a certificate handed in …")
        rich = measuring.applying(
            scene, people, clients=CLIENTS, workers=WORKERS, seconds=asked.seconds, rich=True
        )
        say("the driver alone …")
        raw = driver.rate(scene, clients=CLIENTS, seconds=asked.seconds / 2)
        say(f"{asked.kills} kills while clients go on …")
        killed = killing.test(scene, people, clients=CLIENTS, workers=WORKERS, kills=asked.kills)
    report.rows = [
        plain.row("apply: case, step, message, audit"),
        rich.row("apply with a certificate handed in"),
        floor.row("bare insert endpoint"),
        {"": "driver alone, one INSERT", "a second": raw},
    ]
    dearer = plain.web_cpu / floor.web_cpu
    report.goals = [
        Goal("cases a second", plain.outcome.rate, FEWEST, most=False),
        Goal("CPU of the web processes per case, as multiple of the bare insert", dearer, DEAREST),
        Goal("acknowledged and then not there", killed.lost, 0),
        Goal("there twice, or with a step, message or audit line too many or few", killed.wrong, 0),
        Goal("kills survived", killed.kills, asked.kills, most=False),
    ]
    report.notes = [killed.told()]
    return report.give(as_json=asked.json)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench cases")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seconds", type=float, default=10, help="length of each measurement")
    parser.add_argument("--kills", type=int, default=10, help="how often the server is killed")
    return parser.parse_args(list(arguments))
