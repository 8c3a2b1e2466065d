"""A hub and two provinces for journeys: the demonstration of several platforms, as it is."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.live import Demo, Live
from tongban.config.running.together import kept

PLATFORMS = ("hub", "shanghai", "henan")


@dataclass(frozen=True)
class Nation:
    """Where each platform answers, by name."""

    home: Path
    platforms: dict[str, Live]

    def __getitem__(self, name: str) -> Live:
        return self.platforms[name]

    def rest(self, name: str) -> None:
        """Take one platform away, as its operator would with the command line."""
        self._order("--rest", name)

    def go_on(self, name: str) -> None:
        self._order("--go-on", name)

    def _order(self, order: str, name: str) -> None:
        words = ["demo", "--home", str(self.home), order, name]
        command = [sys.executable, "-m", "tongban.config.commands", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def nation() -> Iterator[Nation]:
    with tempfile.TemporaryDirectory(prefix="tongban-nation-") as folder:
        home = Path(folder) / "home"
        demo = Demo(home, "--platforms", ",".join(PLATFORMS))
        try:
            demo.address()
            places = {place.platform: place for place in kept(home)}
            yield Nation(home, {n: Live(p.address, p.home) for n, p in places.items()})
        finally:
            demo.end()
