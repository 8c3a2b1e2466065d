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
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bench.meter import family, megabytes
from bench.report import Goal, Report, say

ROOT = Path(__file__).resolve().parents[1]
READY = "ready: "
PATIENCE = 600.0
FIRST, AGAIN, LARGEST = 240.0, 5.0, 350.0
ALL_FIRST, ALL_AGAIN, ALL_LARGEST = 30.0, 8.0, 1200.0  # a hub and three nodes, once installed
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
        with Demo(place, surroundings, "--alone") as demo:
            first = demo.seconds_to_ready()
        say("starting again …")
        with Demo(place, surroundings, "--alone") as demo:
            again, memory = demo.seconds_to_ready(), demo.memory_at_rest()
        say("a hub and three nodes, then the same again …")
        with Demo(place, surroundings, "--home", "several") as demo:
            all_first = demo.seconds_to_ready()
        with Demo(place, surroundings, "--home", "several") as demo:
            all_again, all_memory = demo.seconds_to_ready(), demo.memory_at_rest()
    report.rows += _rows("alone", first, again, memory)
    report.rows += _rows("a hub and three nodes", all_first, all_again, all_memory)
    report.goals = [
        Goal("from a clone to ready", first, FIRST, " s"),
        Goal("starting again to ready", again, AGAIN, " s"),
        Goal("memory of all processes at rest (PSS)", memory.shared, LARGEST, " MB"),
        Goal("a hub and three nodes, from installed to ready", all_first, ALL_FIRST, " s"),
        Goal("a hub and three nodes, again to ready", all_again, ALL_AGAIN, " s"),
        Goal("memory of a hub and three nodes (PSS)", all_memory.shared, ALL_LARGEST, " MB"),
    ]
    report.notes = ["What is not committed is not in the clone."]
    return report.give(as_json=asked.json)


@dataclass(frozen=True)
class Memory:
    """What a demo's processes hold, in MB: shared pages in parts (PSS), or in each (RSS)."""

    processes: int
    shared: float
    whole: float


def _rows(which: str, first: float, again: float, memory: Memory) -> list[dict[str, object]]:
    measured: dict[str, float] = {
        "first start to ready, s": first,
        "starting again to ready, s": again,
        "processes at rest": memory.processes,
        "memory at rest, shared pages in parts (PSS), MB": memory.shared,
        "memory at rest, shared pages in each (RSS), MB": memory.whole,
    }
    return [{"what": f"{which}: {name}", "measured": value} for name, value in measured.items()]


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

    def __init__(self, place: Path, surroundings: Mapping[str, str], *options: str) -> None:
        self.began = time.monotonic()
        self.lines: list[str] = []
        self.said: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [str(place / "tongban"), "demo", "--port", "0", *options],
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

    def memory_at_rest(self) -> Memory:
        time.sleep(REST)
        pids = family(self.process.pid)
        return Memory(len(pids), megabytes(self.process.pid), sum(map(_resident, pids)))

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
