"""Looking an installation over, one thing after another. Every finding says what to do."""

import importlib.util
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.config.running import prepare, steps, system
from tongban.config.running.home import KEYS, is_demo
from tongban.crypto import libcrypto, sm2

LEAST_SPACE = 2 * 2**30
LIBRARIES = ["django", "granian", "tantivy", "cryptography", "jsonschema_rs", "psycopg", "ninja"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and what to do if not."""

    name: str
    ok: bool
    says: str
    advice: str = ""
    needed: bool = True


def checkup(home: Path) -> Iterator[Finding]:
    yield _python()
    yield _libraries()
    yield from map(_piece, (system.PANGO, system.FONTS, system.GETTEXT))
    yield from map(_piece, (system.CHROMIUM, system.ZBAR, system.POPPLER, system.POSTGRES))
    yield _node()
    yield _sm2()
    yield _space(home)
    yield _speech()
    yield from _home(home)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")


def _libraries() -> Finding:
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    says = f"missing {', '.join(missing)}" if missing else f"in {sys.prefix}"
    return Finding("libraries", not missing, says, "delete .venv and run this again")


def _piece(piece: system.Piece) -> Finding:
    there = piece.is_there()
    return Finding(piece.name, there, f"for {piece.why}", system.advice(piece), needed=False)


def _node() -> Finding:
    found = shutil.which("node")
    says = found or "only some measurements want it"
    return Finding("node", bool(found), says, "sudo apt-get install nodejs", needed=False)


def _sm2() -> Finding:
    trouble = sm2.trouble()
    says = trouble or "signs and verifies"
    return Finding("sm2", not trouble, says, libcrypto.ADVICE, needed=False)


def _space(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    says = f"{free / 2**30:.1f} GiB free at {place}"
    return Finding("space", free >= LEAST_SPACE, says, "free at least 2 GiB on that disk")


def _speech() -> Finding:
    ok = sys.getfilesystemencoding().lower().replace("-", "") == "utf8"
    return Finding("locale", ok, sys.getfilesystemencoding(), "set LANG=C.UTF-8")


def _home(home: Path) -> Iterator[Finding]:
    start = "./tongban demo --home DIR to try, or ./tongban migrate for a real one"
    if not home.exists():
        yield Finding("home", False, f"{home} does not exist yet", start, needed=False)
        return
    yield Finding("home", True, f"{home} ({'a demo' if is_demo(home) else 'a real one'})")
    yield _keys(home)
    yield _database(home)
    one_of_several = bool(os.environ.get("TONGBAN_PLATFORM"))
    wanted = steps.NODE if one_of_several else steps.DEMO  # what they share is in their base
    behind = prepare.needed(home, wanted if is_demo(home) else steps.ALWAYS)
    says = ", ".join(step.says for step in behind) or "everything"
    again = "./tongban demo" if is_demo(home) else "./tongban migrate"
    yield Finding("prepared", not behind, says, f"run {again}; it does what is missing")
    yield _index(home)


def _keys(home: Path) -> Finding:
    path = Path(os.environ.get("TONGBAN_KEYS_FILE", home / KEYS))
    if not path.is_file():
        return Finding(
            "keys", False, f"there are none at {path}", "put the backup of keys.json back"
        )
    try:
        ring = json.loads(path.read_text())
    except ValueError:
        return Finding("keys", False, f"{path} cannot be read", "put the backup of keys.json back")
    lacking = {"seal", "index", "django"} - ring.keys()
    mode = stat.S_IMODE(path.stat().st_mode)
    if lacking:
        advice = "put the backup of keys.json back"
        return Finding("keys", False, f"{path} lacks {', '.join(sorted(lacking))}", advice)
    return Finding("keys", not mode & 0o077, f"{path} has mode {mode:o}", f"chmod 600 {path}")


def _database(home: Path) -> Finding:
    os.environ["TONGBAN_HOME"] = str(home)
    if not (home / KEYS).exists() and "TONGBAN_KEYS_FILE" not in os.environ:
        return Finding("database", False, "not looked at without keys", "mend the keys first")
    import django
    from django.db import OperationalError, connection

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as error:
        advice = "look at TONGBAN_DATABASE and whether the server runs"
        return Finding("database", False, f"{connection.vendor}: {error}".strip(), advice)
    return Finding("database", True, f"{connection.vendor} answers")


def _index(home: Path) -> Finding:
    there = any((home / "index").glob("*"))
    says = str(home / "index") if there else "search has no index"
    return Finding("index", there, says, "start the worker; it builds the index again")
