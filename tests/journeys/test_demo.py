"""The demonstration as a whole: it starts, says so, ends cleanly, and keeps its state."""

import http.client
import json
import signal
import sqlite3
from pathlib import Path

from tests.harness.live import Demo


def test_it_starts_ends_and_starts_again_with_its_state_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = Demo(home)
    address = first.address()
    assert f"ready: {address}" in first.lines
    people = (home / "people.json").read_text()
    assert first.end(signal.SIGINT) == 0
    assert _refuses(address)

    second = Demo(home)
    address = second.address()
    assert not [line for line in second.lines if line.startswith("preparing")]
    assert (home / "people.json").read_text() == people
    assert second.end(signal.SIGTERM) == 0
    assert _refuses(address)
    with sqlite3.connect(home / "tongban.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert {who["id"] for who in json.loads(people)} >= {"citizen", "elder", "officer", "chief"}


def _refuses(address: str) -> bool:
    """Nobody answers there any more."""
    host, port = address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=2)
    try:
        connection.request("GET", "/alive")
    except (TimeoutError, ConnectionError):
        return True
    else:
        return False
    finally:
        connection.close()
