"""What processes cost: seconds of CPU and memory, read from /proc by their ids."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int) -> list[int]:
    """A process and everything below it that is alive."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for thread in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += [int(child) for child in _read(thread).split()]
    return found


def cpu_seconds(root: int) -> float:
    """CPU that a process and its children have used, those that have ended included."""
    return sum(_used(pid) for pid in family(root))


def _used(pid: int) -> float:
    told = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    if not told:
        return 0.0
    own_and_ended = told[11:15]  # utime, stime, and both of children that were waited for
    return sum(int(ticks) for ticks in own_and_ended) / TICKS


def megabytes(root: int) -> float:
    """Memory of a process and its children, shared pages counted once in parts (PSS)."""
    return sum(_held(pid) for pid in family(root)) / 1024


def _held(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def parent_of(pid: int) -> int:
    return int(_read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[1])


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
