"""The demonstration as a whole: it starts, says so, ends cleanly, and keeps its state."""

import http.client
import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.harness.live import Demo
from tongban.config.platform import known
from tongban.config.running.together import kept


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


def test_several_platforms_start_join_end_and_start_again_as_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    names = known()[1:3]
    options = ("--platforms", ",".join(["hub", *names]))
    first = Demo(home, *options)
    address = first.address()
    running = _running(home)
    assert list(running) == ["hub", *names]
    assert running["hub"] == address
    assert not any(_refuses(each) for each in running.values())
    for name in running:
        others = {row[0]: row[1] for row in _peers(home / name)}
        assert others == {other: at for other, at in running.items() if other != name}
    people = {name: (home / name / "people.json").read_text() for name in running}
    assert first.end(signal.SIGINT) == 0
    assert all(_refuses(each) for each in running.values())
    assert [line for line in first.lines if line.startswith("ready: ")] == [f"ready: {address}"]

    second = Demo(home, *options)
    assert second.address() == address
    assert not [line for line in second.lines if "preparing" in line]
    assert {name: (home / name / "people.json").read_text() for name in running} == people
    assert second.end(signal.SIGTERM) == 0
    assert all(_refuses(each) for each in running.values())


def _running(home: Path) -> dict[str, str]:
    return {place.platform: place.address for place in kept(home)}


def _peers(home: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home / "tongban.sqlite3")) as tables:
        return tables.execute("SELECT name, address FROM federation_peer").fetchall()


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
