"""Making an installation ready to serve: keys, texts, static files, tables, pack, people, index.

Each step says what it does and is left out when nothing it depends on has changed.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src" / "tongban"
STATE = "prepared.json"


@dataclass(frozen=True)
class Step:
    """One part of the preparation, and the files whose change makes it necessary again."""

    name: str
    says: str
    depends_on: Callable[[], Iterable[Path]]
    run: Callable[[Path], str]
    is_there: Callable[[Path], bool] = lambda _home: True


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file is added, removed or written. Reads no content, so it is quick."""
    digest = hashlib.sha256()
    for name in ("TONGBAN_DATABASE", "TONGBAN_PACK"):
        digest.update(f"{name}={os.environ.get(name, '')}\n".encode())
    for path in sorted(files):
        facts = path.stat()
        digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def needed(home: Path, steps: Iterable[Step]) -> list[Step]:
    """The steps to run: from the first one that changed to the last."""
    done = _done(home)
    steps = list(steps)
    for place, step in enumerate(steps):
        if done.get(step.name) != fingerprint(step.depends_on()) or not step.is_there(home):
            return steps[place:]
    return []


def run(home: Path, steps: Iterable[Step], *, show: Callable[[str], None]) -> None:
    for step in needed(home, steps):
        show(f"  {step.says} …")
        began = time.monotonic()
        what = step.run(home)
        show(f"  {step.says}: {what or 'done'} ({time.monotonic() - began:.1f} s)")
        done = _done(home) | {step.name: fingerprint(step.depends_on())}
        (home / STATE).write_text(json.dumps(done, indent=2))


def _done(home: Path) -> dict[str, str]:
    try:
        done: dict[str, str] = json.loads((home / STATE).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return done


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
