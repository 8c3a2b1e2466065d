"""Saying what was measured: a table for people, one JSON object for programs."""

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Goal:
    """A promised number, and what was measured. `most` means that smaller is better."""

    what: str
    measured: float
    promised: float
    unit: str = ""
    most: bool = True

    @property
    def kept(self) -> bool:
        return self.measured <= self.promised if self.most else self.measured >= self.promised


@dataclass
class Report:
    """What one measurement has to say."""

    name: str
    rows: list[dict[str, object]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def give(self, *, as_json: bool) -> int:
        """Print it. The exit code says whether every promise was kept."""
        print(self._json() if as_json else self._text())
        return 0 if all(goal.kept for goal in self.goals) else 1

    def _json(self) -> str:
        goals = [asdict(goal) | {"kept": goal.kept} for goal in self.goals]
        told = {"bench": self.name, "machine": machine(), "rows": self.rows, "goals": goals}
        return json.dumps(told | {"notes": self.notes}, ensure_ascii=False, indent=2)

    def _text(self) -> str:
        parts = [table(self.rows), ""]
        for goal in self.goals:
            mark, bound = "ok  " if goal.kept else "MISS", "≤" if goal.most else "≥"
            told = f"{shown(goal.measured)}{goal.unit} ({bound} {shown(goal.promised)}{goal.unit})"
            parts.append(f"{mark} {goal.what}: {told}")
        parts += ["", *self.notes, f"on {machine()['cpu']}, {machine()['load']} busy at the end"]
        return "\n".join(parts)


def table(rows: list[dict[str, object]]) -> str:
    """Rows of the same keys, as columns."""
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names] + [[shown(row.get(name, "")) for name in names] for row in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    lines = []
    for line in cells:
        first, *rest = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join([first, *rest]))
    return "\n".join(lines)


def shown(value: object) -> str:
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def machine() -> dict[str, object]:
    """What it ran on, as far as numbers depend on it."""
    load = os.getloadavg()[0]
    return {
        "cpu": f"{os.cpu_count()} × {_processor()}",
        "python": platform.python_version(),
        "load": round(load, 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def say(line: str) -> None:
    """What goes on meanwhile; never mixed with the numbers."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
