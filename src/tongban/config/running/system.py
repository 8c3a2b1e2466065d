"""What the program wants from the machine besides Python, and how it gets there."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

FONT_FOLDERS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.fonts")]
CJK_FONTS = ("*CJK*", "*wqy*", "*SourceHan*", "*simsun*", "*msyh*", "*PingFang*")
POSTGRES_FOLDERS = Path("/usr/lib/postgresql")
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


@dataclass(frozen=True)
class Piece:
    """A part of the machine: what it is for, whether it is there, and Debian's packages for it."""

    name: str
    why: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _libraries(*names: str) -> bool:
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _fonts() -> bool:
    folders = [folder.expanduser() for folder in FONT_FOLDERS]
    return any(
        next(folder.rglob(pattern), None) is not None
        for folder in folders
        if folder.is_dir()
        for pattern in CJK_FONTS
    )


def browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def postgres_folder() -> Path | None:
    """Where `initdb` and `postgres` are, the newest first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(POSTGRES_FOLDERS.glob("[0-9]*/bin/initdb"), key=_version, reverse=True)
    return versions[0].parent if versions else None


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3])


PANGO = Piece(
    "pango",
    "printing certificates as PDF",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    lambda: _libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
)
FONTS = Piece("fonts", "Chinese and Korean letters in print", ("fonts-noto-cjk",), _fonts)
GETTEXT = Piece(
    "gettext", "collecting texts to translate", ("gettext",), lambda: bool(shutil.which("xgettext"))
)
CHROMIUM = Piece(
    "chromium",
    "journeys in a real browser",
    ("chromium", "libatomic1"),  # the second is for the driver
    lambda: bool(browser()) and _libraries("libatomic.so.1"),
)
ZBAR = Piece(
    "zbar",
    "reading codes from screenshots",
    ("libzbar0",),
    lambda: _libraries("libzbar.so.0"),
)
POPPLER = Piece(
    "poppler",
    "another opinion on signed PDF files",
    ("poppler-utils",),
    lambda: bool(shutil.which("pdfsig")),
)
POSTGRES = Piece(
    "postgresql", "the second database", ("postgresql",), lambda: postgres_folder() is not None
)


def bring(pieces: Iterable[Piece], *, show: Callable[[str], None]) -> list[Piece]:
    """Install what is missing where we may, and return what is still missing."""
    missing = [piece for piece in pieces if not piece.is_there()]
    if not missing or not may_install():
        return missing
    for piece in missing:
        show(f"installing {' '.join(piece.packages)} (for {piece.why})")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    names = [name for piece in missing for name in piece.packages]
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            show("\n".join(done.stderr.splitlines()[-5:]))
    return [piece for piece in missing if not piece.is_there()]


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def advice(piece: Piece) -> str:
    """What a person types to get it."""
    return f"sudo apt-get install {' '.join(piece.packages)}"
