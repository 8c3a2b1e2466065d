"""Several platforms on one machine: which ones, where each of them lives, and at what address."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tongban.config.platform import demonstration, known
from tongban.config.running.home import stop
from tongban.config.running.processes import free_ports

FILE = "platforms.json"
BASE = "base"  # what all of them begin with: tables and a loaded pack, and nobody's data
FIRST = "hub"
JOINED = "joined.json"
JOINED_FOR = 2 * 86400  # seconds; well within the life of a registry


@dataclass(frozen=True)
class Place:
    """Where one platform of a demonstration lives and answers."""

    platform: str  # its name; empty for one that stands alone
    folder: str
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        return Path(self.folder)

    @property
    def surroundings(self) -> dict[str, str]:
        return {"TONGBAN_PLATFORM": self.platform, "TONGBAN_ADDRESS": self.address}


def chosen(asked: str | None) -> list[str]:
    """The names somebody asked for, the hub first; stops at one that there is no profile of.

    The usual ones when nothing was asked for.
    """
    if asked is None:
        return list(demonstration()["start"])
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in known():
            stop(f"There is no platform {name!r}. There are: {', '.join(known())}.")
        if names.count(name) > 1:
            stop(f"{name} is asked for twice; each platform runs once.")
    if not names:
        stop(f"Name the platforms to start. There are: {', '.join(known())}.")
    return sorted(names, key=lambda name: name != FIRST)


def places(home: Path, names: Sequence[str], *, port: int) -> list[Place]:
    """A home below `home` and a port for each platform, one after the other from `port` on.

    Any free ones for 0, but the same as last time where they are still free.
    """
    last = {place.platform: place.port for place in kept(home)} if port == 0 else {}
    wanted = [port + n if port else last.get(name, 0) for n, name in enumerate(names)]
    ports = free_ports(wanted, insist=bool(port))
    return [Place(name, str(home / name), found) for name, found in zip(names, ports, strict=True)]


def alone(home: Path, *, port: int) -> list[Place]:
    """One installation that stands alone, in the folder itself."""
    [found] = free_ports([port], insist=bool(port))
    return [Place("", str(home), found)]


def keep(home: Path, running: Iterable[Place]) -> None:
    text = json.dumps([asdict(place) for place in running], indent=2)
    (home / FILE).write_text(text, encoding="utf-8")


def kept(home: Path) -> list[Place]:
    """What ran here last, the first one first; nothing before the first start."""
    try:
        rows = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return [Place(**row) for row in rows]


def place_named(home: Path, name: str | None) -> Place:
    """One of the platforms that ran here last, the first unless one is named."""
    there = kept(home) or [Place("", str(home), 0)]
    found = [place for place in there if name in (None, place.platform)]
    if not found:
        names = ", ".join(place.platform for place in there) or "one that stands alone"
        stop(f"There is no platform {name!r} in {home}. There is: {names}.")
    return found[0]


def has_joined(home: Path, running: Iterable[Place]) -> bool:
    """Whether just these belong to one federation already, at just these addresses."""
    file = home / JOINED
    if not file.exists() or time.time() - file.stat().st_mtime > JOINED_FOR:
        return False
    return file.read_text(encoding="utf-8") == _joined(running)


def note_joined(home: Path, running: Iterable[Place]) -> None:
    (home / JOINED).write_text(_joined(running), encoding="utf-8")


def _joined(running: Iterable[Place]) -> str:
    return json.dumps({place.platform: place.address for place in running}, indent=2)
