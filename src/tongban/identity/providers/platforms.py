"""Other platforms over HTTP: outside any transaction, and with short patience."""

import json
import threading
import time
from typing import Any, Final

import urllib3
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from urllib3.exceptions import HTTPError

PATIENCE: Final = urllib3.Timeout(connect=1.0, read=2.0)
KEYS_KEPT: Final = 600.0  # seconds; a key is published a month before it is used
MOST: Final = 1024 * 1024

_pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=PATIENCE)
_keys: dict[str, tuple[float, KeySet]] = {}
_lock = threading.Lock()


class PlatformAway(OSError):
    """A platform did not answer in time, or not sensibly."""


def keys_at(address: str) -> KeySet:
    """The keys that a platform publishes, perhaps as they were some minutes ago.

    Raises PlatformAway.
    """
    with _lock:
        kept = _keys.get(address)
    if kept and time.monotonic() - kept[0] < KEYS_KEPT:
        return kept[1]
    _status, answer = ask("GET", address)
    try:
        found = KeySet.import_key_set(answer)  # type: ignore[arg-type]
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise PlatformAway(f"{address} has no keys") from error
    with _lock:
        _keys[address] = (time.monotonic(), found)
    return found


def forget_keys() -> None:
    """Ask for every key anew."""
    with _lock:
        _keys.clear()


def ask(method: str, address: str, **options: Any) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object that an address answers with, also when it says no.

    Raises PlatformAway.
    """
    try:
        answer = _pool.request(method, address, redirect=False, preload_content=False, **options)
        body = answer.read(MOST, decode_content=True)
        answer.release_conn()
        found = json.loads(body or b"{}")
    except (HTTPError, ValueError) as error:
        raise PlatformAway(f"{address} did not answer") from error
    if answer.status >= 500 or not isinstance(found, dict):
        raise PlatformAway(f"{address} answered {answer.status}")
    return answer.status, found
