"""Runs the steps two at a time, says how each went, and how to run only what failed."""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.harness import foreign
from tests.run.cluster import cluster
from tests.run.steps import ROOT, Step, checks, suites
from tongban.config.running import system

LOGS = ROOT / "build" / "test"
COUNTS = re.compile(r"(\d+) (passed|failed|error)")
SUMMARY = re.compile(r"\d+ (passed|failed).* in [\d.]+s")
LAST = 50  # lines; what Python says while it ends comes after the summary
NO_TEST_CHOSEN = 5

_children: list["subprocess.Popen[bytes]"] = []
_ended: list[bool] = []


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    step: Step
    ok: bool
    seconds: float
    log: Path

    @property
    def counts(self) -> dict[str, int]:
        if "pytest" not in self.step.command:
            return {}
        lines = self.log.read_text(errors="replace").splitlines()[-LAST:]
        last = next((line for line in reversed(lines) if SUMMARY.search(line)), "")
        return {word: int(number) for number, word in COUNTS.findall(last)}


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end_all)
    asked, words = _asked()
    began = time.monotonic()
    _bring(asked)
    LOGS.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        chosen = _chosen(asked, words, stack)
        homes = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongban-run-")))
        outcomes = list(_run_all(chosen, homes))
    return _tell(outcomes, time.monotonic() - began)


def _asked() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="./tongban test", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="checks and SQLite only")
    parser.add_argument("--only", action="append", metavar="STEP", help="only this step")
    return parser.parse_known_args()


def _bring(asked: argparse.Namespace) -> None:
    wanted = [system.PANGO, system.FONTS, system.GETTEXT]
    if not asked.quick:
        wanted += [system.CHROMIUM, system.ZBAR, system.POPPLER, system.POSTGRES]
    for piece in system.bring(wanted, show=say):
        if piece is not system.POSTGRES:  # a library of the tests carries one
            say(f"missing: {piece.name}, for {piece.why}. {system.advice(piece)}")
    try:
        foreign.prepare()
    except foreign.NotPrepared as trouble:
        say(f"missing: {trouble}")


def _chosen(asked: argparse.Namespace, words: list[str], stack: ExitStack) -> list[Step]:
    wants_postgres = not asked.quick and (not asked.only or "postgresql" in asked.only)
    address = stack.enter_context(cluster()) if wants_postgres else ""
    steps = [*suites(postgres=address, words=words), *checks()]
    if asked.quick:
        steps = [step for step in steps if step.name not in {"postgresql", "journeys", "faults"}]
    if asked.only:
        steps = [step for step in steps if step.name in asked.only]
    elif words:
        steps = [step for step in steps if "pytest" in step.command]
    return steps


def _run_all(steps: Sequence[Step], homes: Path) -> Iterable[Outcome]:
    say(f"{len(steps)} steps, two at a time; what each says is in {LOGS.relative_to(ROOT)}/")
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in as_completed([pool.submit(_run, step, homes) for step in steps]):
            outcome = done.result()
            if _ended:
                pool.shutdown(cancel_futures=True)
                raise SystemExit(130)
            mark = "ok    " if outcome.ok else "FAILED"
            counts = ", ".join(f"{n} {word}" for word, n in outcome.counts.items())
            say(f"  {mark} {outcome.step.name:<11} {outcome.seconds:6.1f} s  {counts}")
            yield outcome


def _run(step: Step, homes: Path) -> Outcome:
    log = LOGS / f"{step.name}.log"
    if _ended:
        return Outcome(step, False, 0, log)
    home = homes / step.name
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    surroundings = kept | {"TONGBAN_TEST": "yes"} | dict(step.surroundings)
    if "pytest" not in step.command:  # pytest makes a home of its own, in memory
        surroundings["TONGBAN_HOME"] = str(home)
    began = time.monotonic()
    with log.open("wb") as file:
        child = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _children.append(child)
        code = child.wait()
    return Outcome(step, code in {0, _harmless(step)}, time.monotonic() - began, log)


def _end_all(_number: int, _frame: FrameType | None) -> None:
    """Asked to end: end what was started here, and start no more."""
    _ended.append(True)
    for child in _children:
        if child.poll() is None:
            child.terminate()


def _harmless(step: Step) -> int:
    return NO_TEST_CHOSEN if "pytest" in step.command and len(sys.argv) > 1 else 0


def _tell(outcomes: Sequence[Outcome], seconds: float) -> int:
    failed = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failed:
        say(f"\n──── {outcome.step.name} ────")
        say("\n".join(outcome.log.read_text(errors="replace").splitlines()[-60:]))
    for outcome in failed:
        say(f"failed: {outcome.step.name}. Run it alone: {outcome.step.again}")
    passed = sum(outcome.counts.get("passed", 0) for outcome in outcomes)
    broken = sum(
        outcome.counts.get(word, 0) for outcome in outcomes for word in ("failed", "error")
    )
    say(f"\n{seconds:.0f} s, {len(outcomes) - len(failed)} of {len(outcomes)} steps passed")
    say(f"tests: {passed} passed, {broken} failed")
    return 1 if failed else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
