"""Lighthouse, as it rates a page on a slow phone; third-party, so kept in the build folder only."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.browsers import chromium

from bench.report import say
from tongban.config.running.home import stop

TOOLS = Path(__file__).resolve().parents[1] / "build" / "node"
PROGRAM = TOOLS / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
QUIETLY = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class Rating:
    """Points of 100 for each category, and the audits that cost some of them."""

    points: dict[str, float]
    failing: list[str]


def made_ready() -> None:
    """Install Lighthouse where it is missing."""
    if PROGRAM.exists():
        return
    npm = shutil.which("npm") or stop("npm is needed to install Lighthouse. Install Node.js 20.")
    say("installing lighthouse …")
    TOOLS.mkdir(parents=True, exist_ok=True)
    subprocess.run([npm, "install", "--prefix", TOOLS, "lighthouse"], check=True, stdout=2)


def rate(address: str, *, cookies: str = "") -> Rating:
    """What Lighthouse says about one page, seen by whoever has these cookies."""
    command = [PROGRAM, address, "--quiet", "--output=json", f"--chrome-flags={QUIETLY}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    if cookies:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    done = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH") or chromium()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        stop(f"Lighthouse did not rate {address}:\n{done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    if (seen := told.get("finalDisplayedUrl", "")) != address:
        stop(f"Lighthouse was led from {address} to {seen}.")
    return _read(told)


def _read(told: dict[str, Any]) -> Rating:
    if wrong := told.get("runtimeError"):
        stop(f"Lighthouse could not open the page: {wrong['message']}")
    categories = told["categories"]
    points = {name: round(100 * (categories[name]["score"] or 0), 0) for name in CATEGORIES}
    return Rating(points, list(dict.fromkeys(_failing(told))))


def _failing(told: dict[str, Any]) -> Iterator[str]:
    """Only audits with weight: the rest is advice."""
    for name in CATEGORIES:
        for ref in told["categories"][name]["auditRefs"]:
            score = told["audits"][ref["id"]]["score"]
            if ref["weight"] and score is not None and score < 0.9:
                yield ref["id"]
