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

GLANCE: Final = urllib3.Timeout(connect=0.5, read=0.5)
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


def is_alive(address: str) -> bool:
    """Whether a platform answers at all."""
    try:
        return _pool.request("GET", f"{address}/alive", timeout=GLANCE, redirect=False).status < 500
    except HTTPError:
        return False


def post_logout(address: str, logout_token: str) -> bool:
    """Whether a client took the logout token that we sent it. What it says is not read."""
    fields = {"logout_token": logout_token}
    try:
        answer = _pool.request(
            "POST",
            address,
            fields=fields,
            encode_multipart=False,
            redirect=False,
            preload_content=False,
        )
    except HTTPError:
        return False
    answer.close()
    return answer.status < 300


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
