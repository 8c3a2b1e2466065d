"""A hub and two provinces for journeys: the demonstration of several platforms, as it is."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.harness.live import ROOT, Demo, Live
from tongban.config.running.together import kept

PLATFORMS = ("hub", "shanghai", "henan")


@dataclass(frozen=True)
class Nation:
    """Where each platform answers, by name."""

    home: Path
    platforms: dict[str, Live]
    seen_by: list[str] = field(default_factory=list)  # the files of journeys that were there

    def __getitem__(self, name: str) -> Live:
        return self.platforms[name]

    def rest(self, *names: str) -> None:
        """Take platforms away, as their operator would with the command line."""
        self.console("demo", "--home", str(self.home), "--rest", ",".join(names))

    def go_on(self, *names: str) -> None:
        self.console("demo", "--home", str(self.home), "--go-on", ",".join(names))

    def remember(self) -> None:
        """Keep the tables of all as they are now: joined, and nothing done yet."""
        with self._everybody_away():
            for live in self.platforms.values():
                live.remember()

    def begin_again(self) -> None:
        """Put the tables of all back at once, so that nobody knows of a letter that nobody sent."""
        with self._everybody_away():
            for live in self.platforms.values():
                live.begin_again()

    def console(self, *words: str) -> str:
        """What a command says at the machine of the platforms."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
        path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        command = [sys.executable, "-m", "tongban.config.commands", *words]
        done = subprocess.run(
            command, env={**kept, "PYTHONPATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def _everybody_away(self) -> Iterator[None]:
        self.rest(*self.platforms)
        yield
        self.go_on(*self.platforms)


@pytest.fixture(scope="session")
def several() -> Iterator[Nation]:
    with tempfile.TemporaryDirectory(prefix="tongban-nation-") as folder:
        home = Path(folder) / "home"
        demo = Demo(home, "--platforms", ",".join(PLATFORMS))
        try:
            demo.address()
            places = {place.platform: place for place in kept(home)}
            made = Nation(home, {n: Live(p.address, p.home) for n, p in places.items()})
            made.remember()
            yield made
        finally:
            demo.end()


@pytest.fixture(scope="module")
def nation(several: Nation, request: pytest.FixtureRequest) -> Nation:
    """The platforms as on their first day: what the journeys of other files did is gone."""
    if several.seen_by:
        several.begin_again()
    several.seen_by.append(request.module.__name__)
    return several
