"""Events between two nodes on this machine: `./tongban bench federation [--json]`.

The nodes run as an installation runs them, web server and worker each, and talk to each other
without a proxy. The floors are measured in the same run: the rows alone, the signatures alone.
"""

import argparse
from collections.abc import Sequence

from tests.harness.templates import Template

from bench.federation import flow, freshness, greedy, minute, roaming
from bench.federation.pair import POSTGRESQL, SQLITE, Pair, ground, pair
from bench.report import Goal, Report, say

SUITES = {"intl": ("Ed25519", 500.0), "gm": ("SM2", 400.0)}
ONE_BY_ONE = 100.0
SOON = 1.0
MOST_LEAPS, LEAP = 6, 300.0
FRESH = 10.0
MINUTE = 60.0
# Neither the budget of a peer nor that of an address is what is measured.
PLENTY = {"TONGBAN_PEER_REQUESTS": "10000", "TONGBAN_WRITES_PER_SECOND": "10000"}


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    report = Report("federation")
    if asked.only_greedy:
        with ground(SQLITE) as template:
            _crowd(report, template, asked)
        return report.give(as_json=asked.json)
    for database in asked.database or (SQLITE, POSTGRESQL):
        with ground(database) as template:
            if database == SQLITE:
                say("what must act at every node within a minute …")
                _within_a_minute(report, minute.acted(template))
            if asked.only_minute:
                return report.give(as_json=asked.json)
            for suite in SUITES:
                with pair(template, suite) as nodes:
                    _measure(report, nodes, database, suite, asked)
            if database == SQLITE:
                say(f"{asked.hops} times from one platform to another …")
                _roam(report, roaming.hops(template, times=asked.hops))
                say("changing a service at a province, looking for it at the hub …")
                _change(report, freshness.changes(template, times=asked.changes))
                _crowd(report, template, asked)
    return report.give(as_json=asked.json)


def _measure(
    report: Report, nodes: Pair, database: str, suite: str, asked: argparse.Namespace
) -> None:
    name, promised = SUITES[suite]
    where = f"{name}, {database}"
    say(f"{where}: {asked.events} events in batches …")
    nodes.run(**PLENTY)
    batches = flow.passing(nodes, events=asked.events)
    say(f"{where}: {asked.samples} events into silence …")
    delays = flow.delays(nodes, samples=asked.samples)
    say(f"{where}: one by one …")
    single = flow.one_by_one(nodes, events=asked.events // 5)
    wrong = flow.doubled_or_lost(nodes)
    say(f"{where}: the floors …")
    rows = nodes.sender.does("bench.federation.floor:bare_rows", events=asked.events, batch=200)
    single_rows = nodes.sender.does(
        "bench.federation.floor:bare_rows", events=asked.events // 15, batch=1
    )
    signed = nodes.sender.does("bench.federation.floor:signatures", suite=suite, times=2000)
    report.rows.append(
        {
            "": where,
            "events a second": batches.rate,
            "one by one": single.rate,
            "median, ms": 1000 * flow.quantile(delays, 0.5),
            "95 of 100, ms": 1000 * flow.quantile(delays, 0.95),
            "bare rows": rows,
            "one by one, bare": single_rows,
            "signatures": signed["made"],
            "checked": signed["checked"],
        }
    )
    report.goals += [
        Goal(f"events a second in batches, {where}", batches.rate, promised, most=False),
        Goal(f"events a second one by one, {where}", single.rate, ONE_BY_ONE, most=False),
        Goal(
            f"95 of 100 applied after the commit within, {where}",
            flow.quantile(delays, 0.95),
            SOON,
            " s",
        ),
        Goal(f"events not applied exactly once, {where}", wrong, 0),
    ]


def _roam(report: Report, hops: Sequence[roaming.Hop]) -> None:
    seconds = sorted(hop.seconds for hop in hops)
    median = 1000 * flow.quantile(seconds, 0.5)
    most = max(hop.redirects for hop in hops)
    report.goals += [
        Goal("redirects from one platform to another, signed in on arrival", most, MOST_LEAPS),
        Goal("time of all servers for it, median", median, LEAP, " ms"),
    ]
    worst = 1000 * flow.quantile(seconds, 0.95)
    report.notes.append(f"95 of 100 times, all servers together took at most {worst:.0f} ms.")


def _change(report: Report, found: Sequence[freshness.Change]) -> None:
    told = {True: "withdrawn service gone from", False: "changed service searchable at"}
    for gone, what in told.items():
        worst = max(each.seconds for each in found if (each.what == "withdrawn") is gone)
        report.goals.append(Goal(f"{what} the hub after the commit, slowest", worst, FRESH, " s"))
    worst = max(each.command for each in found)
    report.notes.append(f"The operator's `pack load` took at most {worst:.1f} s until its commit.")


def _within_a_minute(report: Report, found: Sequence[minute.Acted]) -> None:
    for each in found:
        report.goals.append(Goal(f"{each.what} {each.node}", each.seconds, MINUTE, " s"))


def _crowd(report: Report, template: Template, asked: argparse.Namespace) -> None:
    say(f"a peer that polls {greedy.POLLS} times a second …")
    greedy.tell(report, greedy.rounds(template, times=asked.rounds, seconds=asked.polling))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban bench federation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only-minute", action="store_true", help="what must act in a minute")
    parser.add_argument("--events", type=int, default=5000, help="in each measurement")
    parser.add_argument("--samples", type=int, default=60, help="events that are timed alone")
    parser.add_argument("--hops", type=int, default=30, help="from one platform to another")
    parser.add_argument(
        "--changes", type=int, default=5, help="of a service, looked for at the hub"
    )
    parser.add_argument(
        "--database", action="append", choices=[SQLITE, POSTGRESQL], help="only this one"
    )
    parser.add_argument("--only-greedy", action="store_true", help="only what others feel of one")
    parser.add_argument("--rounds", type=int, default=3, help="with a greedy peer, and without it")
    parser.add_argument("--polling", type=float, default=60, help="seconds of such a round")
    return parser.parse_args(list(arguments))
