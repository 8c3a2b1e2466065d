"""Codes: verified a second beside the bare signatures, fetched over HTTP, lists, how large the square is.

`./tongban bench certificates [--json] [--without-http] [--only-opening]`
"""

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time

import segno

from bench.node import Scene, demonstration
from bench.report import Goal, Report, say
from tongban.certificates.rules import codes
from tongban.certificates.rules.codes import BATCH, PERSON, Credential, Place
from tongban.certificates.rules.verdicts import ACCEPTED, Issuer, Verifier
from tongban.crypto import proofs, sd_jwt, status_lists
from tongban.crypto.devices import Device
from tongban.crypto.keys import GM, INTL, PrivateKey, generate

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PROMISED = {INTL: 1500, GM: 900}
SHARE = 0.6  # of what the two signatures alone reach
TRIES, SECONDS, MANY = 3, 1.0, 500
ENTRIES, TAKEN_BACK = 1_000_000, 1000
SD_JWTS = 400
REFRESHES = 1500  # credentials a second


@dataclass(frozen=True)
class Shown:
    """A code, and its two signatures taken out, to be checked alone."""

    text: str
    bare: Callable[[], bool]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban bench certificates", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--without-http", action="store_true", help="no node, only this process")
    parser.add_argument("--only-opening", action="store_true", help="a code without a network")
    asked = parser.parse_args(list(arguments))
    report = Report("certificates", notes=["verified and issued: a second of one core"])
    if not asked.only_opening:
        _in_this_process(report)
    if not asked.without_http:
        _at_a_node(report, also_fetching=not asked.only_opening)
    return report.give(as_json=asked.json)


def _in_this_process(report: Report) -> None:
    for suite in (INTL, GM):
        _verifying(report, suite)
    _showing_only_some(report)
    _lists(report)


def _at_a_node(report: Report, *, also_fetching: bool) -> None:
    with demonstration() as scene:
        if also_fetching:
            _fetching(report, scene)
        _opening(report, scene)


def _verifying(report: Report, suite: str) -> None:
    key = generate(suite)
    issuer = Issuer("west", "https://west.example", key.public)
    text = status_lists.sign(
        subject=issuer.list_address(1),
        version=1,
        size=ENTRIES,
        revoked=[],
        key=key,
        at=AT,
        lives=timedelta(hours=24),
        fresh=timedelta(minutes=1),
    )
    held = status_lists.read(text, keys=[key.public])
    verifier = Verifier({codes.short_kid(key.public.kid): issuer}, {held.subject: held})
    shown = [_shown(key) for _ in range(MANY)]

    def whole(each: Shown) -> None:
        if verifier.check(each.text, at=AT).outcome != ACCEPTED:
            raise SystemExit("A good code was refused.")

    verified, bare = _rates(shown, whole, lambda each: each.bare())
    issued = _rate(_issuing(key))
    square = segno.make(shown[0].text, error="m", boost_error=False, micro=False)
    report.rows.append(
        {
            "suite": suite,
            "verified": verified,
            "bare": bare,
            "issued": issued,
            "characters": len(shown[0].text),
            "version": int(square.version),
        }
    )
    promised = PROMISED[suite]
    report.goals += [
        Goal(f"{suite}: verified offline", verified, promised, " /s", most=False),
        Goal(f"{suite}: beside the bare signatures", verified / bare, SHARE, most=False),
        Goal(f"{suite}: QR version", int(square.version), 15),
    ]


def _shown(key: PrivateKey) -> Shown:
    device = Device.make()
    text = codes.presented(codes.issued(_credential(device), key), device, at=AT)
    code = codes.opened(text)
    inner, outer = code.issued, code.presented

    def bare() -> bool:
        """As the code does it, with the phone's key read anew."""
        by_phone = type(device.public)(device.public.point).verify
        return key.public.verify(inner.signature, inner.message) and by_phone(
            outer.signature, outer.message
        )

    return Shown(text, bare)


def _credential(device: Device) -> Credential:
    expires_at = int(codes.expiry(at=AT).timestamp())
    return Credential(os.urandom(codes.ID), PERSON, 3, expires_at, Place(1, 7), device.public)


def _issuing(key: PrivateKey) -> Callable[[], object]:
    device = Device.make()
    return lambda: codes.issued(_credential(device), key)


def _rates(shown: Sequence[Shown], *works: Callable[[Shown], object]) -> tuple[float, ...]:
    """The best of a few tries each, in turns, so that a busy machine is unfair to none."""
    best = [0.0] * len(works)
    for _ in range(TRIES):
        for place, work in enumerate(works):
            began = process_time()
            for each in shown:
                work(each)
            best[place] = max(best[place], len(shown) / (process_time() - began))
    return tuple(best)


def _rate(work: Callable[[], object]) -> float:
    times, began = 0, process_time()
    while process_time() - began < SECONDS:
        work()
        times += 1
    return times / (process_time() - began)


def _showing_only_some(report: Report) -> None:
    """Certificates of ten fields as SD-JWT VC, each for the key of a proof that is checked first."""
    key, device = generate(INTL), Device.make()
    issuer = "https://west.example"
    place = {"idx": 7, "uri": f"{issuer}/codes/status/1/"}
    claims = {
        "iss": issuer,
        "vct": f"{issuer}/vc/types/idcard/",
        "iat": int(AT.timestamp()),
        "exp": int(AT.timestamp()) + 86400,
        "status": {"status_list": place},
        "synthetic": True,
    }
    proof = proofs.make(device, audience=issuer, nonce="n", at=AT)
    hidden = {f"field_{number}": "示例" for number in range(10)}

    def one() -> object:
        holder = proofs.read(proof, audience=issuer, at=AT).key
        return sd_jwt.issue(claims, hidden=hidden, key=key, holder=holder)

    issued = _rate(one)
    report.rows.append({"suite": "sd-jwt", "issued": issued})
    report.goals.append(Goal("SD-JWT VC issued", issued, SD_JWTS, " /s", most=False))


def _lists(report: Report) -> None:
    revoked = Random(1).sample(range(ENTRIES), TAKEN_BACK)
    key, began = generate(INTL), perf_counter()
    text = status_lists.sign(
        subject="https://west.example/codes/status/1/",
        version=1,
        size=ENTRIES,
        revoked=revoked,
        key=key,
        at=AT,
        lives=timedelta(hours=24),
        fresh=timedelta(minutes=1),
    )
    took = perf_counter() - began
    packed = len(status_lists.packed(ENTRIES, revoked)) * 3 / 4
    report.rows.append({"suite": "list", "characters": len(text)})
    report.goals += [
        Goal("list of a million, compressed", packed, 4096, " B"),
        Goal("list of a million, built and signed", took, 2.0, " s"),
    ]


def _fetching(report: Report, scene: Scene) -> None:
    """Phones that fetch a batch each over HTTP, from a node on PostgreSQL with two processes."""
    from bench.codes import fetched

    say("phones fetch their credentials …")
    found = fetched(scene)
    outcome = found.outcome
    report.rows.append(
        {
            "suite": "http",
            "refreshes": outcome.rate,
            "p95 ms": outcome.quantile(0.95),
            "web CPU ms": found.web_cpu,
        }
    )
    goal = Goal("credentials fetched over HTTP", outcome.rate * BATCH, REFRESHES, " /s", most=False)
    report.goals.append(goal)
    report.notes.append(f"a phone fetches {BATCH} credentials in one request")


def _opening(report: Report, scene: Scene) -> None:
    """A phone whose network is off, and the page that its service worker kept."""
    from bench.opening import opened, quantile

    times = opened(scene)
    report.rows.append(
        {"suite": "offline", "p50 ms": quantile(times, 0.5), "p95 ms": quantile(times, 0.95)}
    )
    shown = quantile(times, 0.5)
    report.goals.append(Goal("code shown without a network, median", shown, 300, " ms"))
