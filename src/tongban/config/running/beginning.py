"""Making every home of a demonstration ready: one base first, then a copy of it for each."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tongban.config.running import prepare, steps
from tongban.config.running.home import make_demo_home, make_keys, stop
from tongban.config.running.processes import plain_environment
from tongban.config.running.together import BASE, Place

COMMAND = [sys.executable, "-m", "tongban.config.commands", "prepare"]
TABLES = "tongban.sqlite3"
FAILED = "The preparation failed; the reason is above. Run the same again after mending it."


def surroundings(place: Place) -> dict[str, str]:
    """What every process of a platform sees."""
    return plain_environment(place.home, TONGBAN_DEMO="yes", **place.surroundings)


def prepare_alone(place: Place) -> None:
    """Bring what is missing to one home; nothing when it is up to date."""
    make_demo_home(place.home)
    if prepare.needed(place.home, steps.DEMO):
        prepare.say(f"preparing {place.home}")
        _run(["--demo"], surroundings(place))


def prepare_together(home: Path, places: Sequence[Place]) -> None:
    """Bring what is missing to the base and to every home, two at a time."""
    if os.environ.get("TONGBAN_DATABASE", "sqlite") != "sqlite":
        stop("Several platforms need a database each. Unset TONGBAN_DATABASE, or use --alone.")
    _prepare_base(home / BASE)
    for place in places:
        _begin_from(home / BASE, place)
    behind = [place for place in places if prepare.needed(place.home, steps.NODE)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for place, said in zip(behind, pool.map(_prepare_node, behind), strict=True):
            prepare.say(f"  {place.platform}: {said}")


def _prepare_base(base: Path) -> None:
    base.mkdir(exist_ok=True)
    make_keys(base)
    if prepare.needed(base, steps.BASE):
        prepare.say("preparing what all platforms share")
        _run(["--base"], plain_environment(base, TONGBAN_PLATFORM=""))


def _begin_from(base: Path, place: Place) -> None:
    """A new home begins with the tables, the pack and the index of the base."""
    make_demo_home(place.home)
    if (place.home / TABLES).exists():
        return
    shutil.copytree(base / "index", place.home / "index", dirs_exist_ok=True)
    shutil.copy(base / prepare.STATE, place.home / prepare.STATE)
    fresh = place.home / f"{TABLES}.fresh"
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(base / TABLES)) as old, closing(sqlite3.connect(fresh)) as new:
        old.backup(new)
    fresh.replace(place.home / TABLES)  # last, so that a copy is there whole or not at all


def _prepare_node(place: Place) -> str:
    """What was done, in one line; what it said goes to the console only if it failed."""
    done = subprocess.run(
        [*COMMAND, "--node"],
        env=surroundings(place),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        prepare.say(done.stdout + done.stderr)
        stop(FAILED)
    return done.stdout.strip().splitlines()[-1].strip()


def _run(which: list[str], environment: dict[str, str]) -> None:
    if subprocess.call([*COMMAND, *which], env=environment) != 0:
        stop(FAILED)
