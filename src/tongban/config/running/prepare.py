"""Making an installation ready to serve: keys, texts, static files, tables, pack, people, index.

Each step says what it does and is left out when nothing it depends on has changed.
"""

import fcntl
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src" / "tongban"
BUILD = ROOT / "build"
STATE = "prepared.json"
SETTINGS = ("TONGBAN_DATABASE", "TONGBAN_PACK")  # of a home, and of no matter to what is shared


@dataclass(frozen=True)
class Step:
    """One part of the preparation, and the files whose change makes it necessary again."""

    name: str
    says: str
    depends_on: Callable[[], Iterable[Path]]
    run: Callable[[Path], str]
    is_there: Callable[[Path], bool] = lambda _home: True
    shared: bool = False  # by every installation that runs from this folder, whatever its home


def fingerprint(files: Iterable[Path], settings: Iterable[str] = SETTINGS) -> str:
    """Changes when a file is added, removed or written. Reads no content, so it is quick."""
    digest = hashlib.sha256()
    for name in settings:
        digest.update(f"{name}={os.environ.get(name, '')}\n".encode())
    for path in sorted(files):
        facts = path.stat()
        digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def needed(home: Path, steps: Iterable[Step]) -> list[Step]:
    """The steps to run: shared ones that changed, and of a home's own from the first that did."""
    steps = list(steps)
    shared = [step for step in steps if step.shared and _is_behind(step, home)]
    own = [step for step in steps if not step.shared]
    for place, step in enumerate(own):
        if _is_behind(step, home):
            return [*shared, *own[place:]]
    return shared


def run(home: Path, steps: Iterable[Step], *, show: Callable[[str], None]) -> None:
    for step in needed(home, steps):
        if not step.shared:
            _run(step, home, show)
            continue
        with _alone():  # another installation may have done it by now
            if _is_behind(step, home):
                _run(step, home, show)


def _run(step: Step, home: Path, show: Callable[[str], None]) -> None:
    show(f"  {step.says} …")
    began = time.monotonic()
    what = step.run(home)
    show(f"  {step.says}: {what or 'done'} ({time.monotonic() - began:.1f} s)")
    kept = _kept(step, home)
    done = _done(kept) | {step.name: _now(step)}
    kept.write_text(json.dumps(done, indent=2))


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only one who makes what all installations of this folder use."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_behind(step: Step, home: Path) -> bool:
    done = _done(_kept(step, home)).get(step.name)
    return done != _now(step) or not step.is_there(home)


def _now(step: Step) -> str:
    return fingerprint(step.depends_on(), () if step.shared else SETTINGS)


def _kept(step: Step, home: Path) -> Path:
    return (BUILD if step.shared else home) / STATE


def _done(kept: Path) -> dict[str, str]:
    try:
        done: dict[str, str] = json.loads(kept.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return done


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
