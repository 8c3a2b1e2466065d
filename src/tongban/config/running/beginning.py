"""Making every home of a demonstration ready: one base first, a copy of it for each, and then
one federation of all."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tongban.config.platform import platform
from tongban.config.running import prepare, steps, together
from tongban.config.running.home import make_demo_home, make_keys, stop
from tongban.config.running.processes import plain_environment
from tongban.config.running.together import BASE, Place

COMMAND = [sys.executable, "-m", "tongban.config.commands", "prepare"]
TABLES = "tongban.sqlite3"
APPLICATION, REGISTRY = "application: ", "registry: "
FAILED = "The preparation failed; the reason is above. Run the same again after mending it."


def surroundings(place: Place) -> dict[str, str]:
    """What every process of a platform sees."""
    return plain_environment(place.home, TONGBAN_DEMO="yes", **place.surroundings)


def prepare_alone(place: Place) -> None:
    """Bring what is missing to one home; nothing when it is up to date."""
    make_demo_home(place.home)
    if _is_behind(place.home, steps.DEMO, ""):
        prepare.say(f"preparing {place.home}")
        _run(["--demo"], surroundings(place))


def prepare_together(home: Path, places: Sequence[Place]) -> None:
    """Bring what is missing to the base and to every home, and join the nodes to the hub.

    Nothing at all is done when everything is there and everybody is where they were.
    """
    if os.environ.get("TONGBAN_DATABASE", "sqlite") != "sqlite":
        stop("Several platforms need a database each. Unset TONGBAN_DATABASE, or use --alone.")
    _prepare_base(home / BASE)
    for place in places:
        _begin_from(home / BASE, place)
    behind = [place for place in places if _is_behind(place.home, steps.NODE, place.platform)]
    hub = next((place for place in places if platform(place.platform).is_hub), None)
    if hub and (behind or not together.has_joined(home, places)):
        together.note_joined(home, [])
        _join(hub, [place for place in places if place != hub])
        together.note_joined(home, places)
    elif behind:
        prepare.say("no hub among them: each of these platforms runs by itself")
        for place in behind:
            _tell(place, _ended(_started(place)))


def _prepare_base(base: Path) -> None:
    base.mkdir(exist_ok=True)
    make_keys(base)
    if _is_behind(base, steps.BASE, ""):
        prepare.say("preparing what all platforms share")
        _run(["--base"], plain_environment(base, TONGBAN_PLATFORM=""))


def _is_behind(home: Path, wanted: Sequence[prepare.Step], name: str) -> bool:
    """Whether this platform has something to prepare; what it depends on is partly its own."""
    before = os.environ.get("TONGBAN_PLATFORM")
    os.environ["TONGBAN_PLATFORM"] = name
    try:
        return bool(prepare.needed(home, wanted))
    finally:
        os.environ.pop("TONGBAN_PLATFORM") if before is None else os.environ.update(
            TONGBAN_PLATFORM=before
        )


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


def _join(hub: Place, nodes: Sequence[Place]) -> None:
    """Every home gets ready in a process of its own, all at once. Then the nodes apply, the hub's
    operators agree, and everybody gets the registry: each hears what it waits for on its input."""
    prepare.say("preparing each platform and joining them to the hub")
    chief = _started(hub, "--approve")
    others = [_started(node, "--join", hub.platform, "--at", hub.address) for node in nodes]
    said = [_until(APPLICATION, process) for process in others]
    told = _ended(chief, "\n".join(lines[-1].removeprefix(APPLICATION) for lines in said))
    _tell(hub, told[:-1])
    for node, process, lines in zip(nodes, others, said, strict=True):
        _ended(process, told[-1].removeprefix(REGISTRY))
        _tell(node, lines[:-1])


def _started(place: Place, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "--node", *more],
        env=surroundings(place),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until(mark: str, process: "subprocess.Popen[str]") -> list[str]:
    """What a process says, up to the line that begins so; stops everything if it never does."""
    lines: list[str] = []
    assert process.stdout is not None  # noqa: S101  it is a pipe
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith(mark):
            return lines
    _failed(lines)
    return lines


def _ended(process: "subprocess.Popen[str]", told: str = "") -> list[str]:
    """What a process says until its end, after it was told something."""
    lines = [line.strip() for line in process.communicate(told)[0].splitlines()]
    if process.returncode != 0:
        _failed(lines)
    return lines


def _failed(lines: list[str]) -> None:
    prepare.say("\n".join(lines))
    stop(FAILED)


def _tell(place: Place, lines: list[str]) -> None:
    prepare.say(f"  {place.platform}: {lines[-1] if lines else 'up to date'}")


def _run(which: list[str], environment: dict[str, str]) -> None:
    if subprocess.call([*COMMAND, *which], env=environment) != 0:
        stop(FAILED)
