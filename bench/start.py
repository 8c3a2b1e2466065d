"""From a clone to the first answer, starting again, and memory at rest: `./tongban bench start`.

Everything is fetched anew: a clone in a temporary folder, with a home of its own and no cache.
"""

import argparse
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from bench.meter import family, megabytes
from bench.report import Goal, Report, say

ROOT = Path(__file__).resolve().parents[1]
READY = "ready: "
PATIENCE = 600.0
FIRST, AGAIN, LARGEST = 240.0, 5.0, 350.0
REST = 5.0  # seconds after the start


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban bench start")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(list(arguments))
    report = Report("start")
    with tempfile.TemporaryDirectory(prefix="tongban-start-") as folder:
        place = Path(folder) / "tongban"
        clone = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(place)]
        subprocess.run(clone, check=True)
        surroundings = _surroundings(Path(folder) / "home")
        say("the first start, which fetches everything …")
        with Demo(place, surroundings) as demo:
            first = demo.seconds_to_ready()
        say("starting again …")
        with Demo(place, surroundings) as demo:
            again = demo.seconds_to_ready()
            time.sleep(REST)
            pids = family(demo.process.pid)
            shared, whole = megabytes(demo.process.pid), sum(map(_resident, pids))
    _tell(report, first=first, again=again, memory=(len(pids), shared, whole))
    return report.give(as_json=asked.json)


def _tell(report: Report, *, first: float, again: float, memory: tuple[int, float, float]) -> None:
    processes, shared, whole = memory
    measured: dict[str, float] = {
        "from a clone to ready, s": first,
        "starting again to ready, s": again,
        "processes at rest": processes,
        "memory at rest, shared pages in parts (PSS), MB": shared,
        "memory at rest, shared pages in each (RSS), MB": whole,
    }
    report.rows = [{"what": name, "measured": value} for name, value in measured.items()]
    report.goals = [
        Goal("from a clone to ready", first, FIRST, " s"),
        Goal("starting again to ready", again, AGAIN, " s"),
        Goal("memory of all processes at rest (PSS)", shared, LARGEST, " MB"),
    ]
    report.notes = ["What is not committed is not in the clone."]


def _surroundings(home: Path) -> dict[str, str]:
    """Those of somebody who has just arrived: nothing of ours, and nothing kept by pip."""
    home.mkdir()
    ours = ("TONGBAN_", "DJANGO_", "PYTHON", "VIRTUAL_ENV", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"HOME": str(home), "PIP_NO_CACHE_DIR": "1", "PYTHONUNBUFFERED": "1"}


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


class Demo:
    """`./tongban demo` in a clone, in a process group of its own, ended through its handle."""

    def __init__(self, place: Path, surroundings: Mapping[str, str]) -> None:
        self.began = time.monotonic()
        self.lines: list[str] = []
        self.said: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [str(place / "tongban"), "demo", "--alone", "--port", "0"],
            cwd=place,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.reader = threading.Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self.reader.start()

    def _read(self, said: IO[str]) -> None:
        for line in said:
            self.lines.append(line.rstrip())
            self.said.put(line)
        self.said.put(None)

    def seconds_to_ready(self) -> float:
        """How long it took from the command to the ready line; what it said is in the failure."""
        while (line := self._next()) is not None:
            if line.startswith(READY):
                return time.monotonic() - self.began
        raise SystemExit("It did not get ready:\n" + "\n".join(self.lines[-30:]))

    def _next(self) -> str | None:
        try:
            return self.said.get(timeout=max(0.1, self.began + PATIENCE - time.monotonic()))
        except queue.Empty:
            return None

    def end(self) -> None:
        """Ask it to end as Ctrl-C does; only if it does not, end its group."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.reader.join(timeout=10)

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.end()
