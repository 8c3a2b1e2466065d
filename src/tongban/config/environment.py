"""Reading typed settings from the environment; a missing or odd value stops the start."""

import json
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("TONGBAN_HOME", ROOT / "var")).resolve()


def stop(sentence: str) -> NoReturn:
    sys.exit(f"tongban: {sentence}")


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        stop(f"{name} is {value!r}; set it to yes or no.")
    return value in {"yes", "true", "1"}


def choice(name: str, *, default: str, among: Collection[str]) -> str:
    value = os.environ.get(name, default)
    if value not in among:
        stop(f"{name} is {value!r}; set it to one of {', '.join(sorted(among))}.")
    return value


def number(name: str, *, default: int, least: int = 0) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit() or int(value) < least:
        stop(f"{name} is {value!r}; set it to a whole number, {least} or more.")
    return int(value)


def keys_file() -> Path:
    """Where the key ring is: TONGBAN_KEYS_FILE, or `keys.json` in the home folder."""
    return Path(os.environ.get("TONGBAN_KEYS_FILE", HOME / "keys.json"))


def keys() -> dict[str, Any]:
    """The key ring; tests have one that is no secret."""
    path = keys_file()
    if not path.exists():
        if flag("TONGBAN_TEST"):
            return {
                "seal": [{"id": "test", "secret": "A" * 43 + "="}],
                "index": "B" * 43 + "=",
                "django": "only-for-tests-" + "x" * 40,
            }
        stop(f"There are no keys at {path}. Run `./tongban doctor`, or `./tongban demo` to try.")
    ring: dict[str, Any] = json.loads(path.read_text())
    return ring


def database() -> dict[str, object]:
    """SQLite in the home folder, or the PostgreSQL named by TONGBAN_DATABASE."""
    url = os.environ.get("TONGBAN_DATABASE", "sqlite")
    if url == "sqlite":
        return {
            "ENGINE": "tongban.config.sqlite",
            "NAME": HOME / "tongban.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 10,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
            },
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        stop("TONGBAN_DATABASE must be `sqlite` or `postgresql://user:password@host:port/name`.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 2},  # for core.statements alone; the ORM never prepares
    }
