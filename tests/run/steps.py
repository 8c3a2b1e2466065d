"""The steps of `./tongban test`, and how each is run alone."""

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parents[2]
READ_FILES_ONLY = ["--ignore", "tests/architecture"]  # the same, whatever the database
CODE = ["src", "tests", "bench"]
LONG = ["--timeout", "3600"] if os.environ.get("TONGBAN_FAULTS") == "long" else []


def tool(name: str) -> str:
    return str(Path(PYTHON).parent / name)


@dataclass(frozen=True)
class Step:
    """A command that must end well, and what it needs around it."""

    name: str
    command: list[str]
    surroundings: Mapping[str, str] = field(default_factory=dict)

    @property
    def again(self) -> str:
        return f"./tongban test --only {shlex.quote(self.name)}"


def manage(*words: str) -> list[str]:
    return [PYTHON, "-m", "django", *words]


def pytest(*words: str) -> list[str]:
    return [PYTHON, "-m", "pytest", *words]


def checks() -> list[Step]:
    command = [PYTHON, "-m", "tongban.config.commands"]
    return [
        Step("format", [tool("ruff"), "format", "--check", *CODE]),
        Step("lint", [tool("ruff"), "check", *CODE]),
        Step("imports", [tool("lint-imports"), "--no-cache"]),
        Step("templates", [tool("djlint"), "--lint", "--quiet", "src"]),
        Step("migrations", manage("makemigrations", "--check", "--dry-run")),
        Step("words", [*command, "words", "--check"]),
        Step("pack", [*command, "pack", "check"]),
        Step("types", [tool("mypy"), *CODE]),
    ]


def suites(*, postgres: str, words: list[str]) -> list[Step]:
    """The tests on both databases, in the browser, and on nodes that break; the longest first."""
    elsewhere = {"TONGBAN_DATABASE": postgres}
    faults = {"TONGBAN_FAULTS": os.environ.get("TONGBAN_FAULTS", "")}
    together = ["-m", "not journey and not fault"]
    return [
        Step("postgresql", pytest(*together, *READ_FILES_ONLY, *words), elsewhere),
        Step("sqlite", pytest(*together, *words)),
        Step("journeys", pytest("-m", "journey", "tests/journeys", *words)),
        Step("faults", pytest("-m", "fault", *LONG, "tests/faults", *words), faults),
    ]
