"""The home folder of an installation: its keys, its database, its files."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

MARK = ".tongban-demo"
KEYS = "keys.json"


def stop(sentence: str) -> NoReturn:
    sys.exit(f"tongban: {sentence}")


def is_demo(home: Path) -> bool:
    return (home / MARK).is_file()


def make_demo_home(home: Path) -> None:
    """A home for an installation of a demonstration, with keys of its own."""
    make_demo_folder(home)
    make_keys(home)


def make_demo_folder(home: Path) -> None:
    """A folder that is ours: new, empty, or made by an earlier demo; refuses any other."""
    if not is_demo(home):
        if home.exists() and any(home.iterdir()):
            stop(f"{home} has files that no demo made. Give another folder with --home.")
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).write_text("A demonstration. `./tongban demo --reset` may delete this.\n")


def reset(home: Path) -> None:
    """Delete a demo's folder, and never another one."""
    if home.exists() and any(home.iterdir()) and not is_demo(home):
        stop(f"{home} was not made by a demo, so it stays. Delete it yourself if you mean it.")
    shutil.rmtree(home, ignore_errors=True)


def make_keys(home: Path) -> None:
    """A fresh key ring that only its owner can read, unless there is one."""
    path = home / KEYS
    if path.exists():
        return
    ring = {
        "seal": [{"id": "k1", "secret": _secret()}],
        "index": _secret(),
        "django": secrets.token_urlsafe(50),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(ring, file, indent=2)


def _secret() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the home for one running installation; refuses a second one."""
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(f"Another installation is running in {home}. End it, or give another --home.")
        yield
