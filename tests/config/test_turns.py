"""On SQLite, whoever wants to write gets a turn, whatever a busy neighbour does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tongban.config.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
TURNS = 5
OPTIONS = {"timeout": 10, "transaction_mode": "IMMEDIATE"}


@contextmanager
def a_line_to(path: Path) -> Iterator[DatabaseWrapper]:
    rest = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT", "TIME_ZONE"), "")
    made = DatabaseWrapper(
        {
            "NAME": path,
            "OPTIONS": OPTIONS,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": False,
            "TEST": {},
            **rest,
            "TIME_ZONE": None,
        },
        alias="turns",
    )
    try:
        yield made
    finally:
        made.close()


def writes(line: DatabaseWrapper, who: str, *, busy: float = 0.0) -> None:
    line.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with line.cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s)", [who])
    time.sleep(busy)
    line.commit()
    line.set_autocommit(True)


def test_one_who_never_stops_writing_does_not_keep_the_others_out(tmp_path: Path) -> None:
    path, enough = tmp_path / "notes.sqlite3", threading.Event()
    begun = threading.Event()

    def never_stops() -> None:
        with a_line_to(path) as line:
            while not enough.is_set():
                writes(line, "busy", busy=0.03)
                begun.set()

    with a_line_to(path) as line:
        with line.cursor() as cursor:
            cursor.execute("CREATE TABLE note (who)")
        busy = threading.Thread(target=never_stops)
        busy.start()
        try:
            for _ in range(TURNS):
                begun.clear()
                assert begun.wait(30), "the busy one has just had a turn"
                writes(line, "modest")
        finally:
            enough.set()
            busy.join()
        with line.cursor() as cursor:
            cursor.execute("SELECT who FROM note ORDER BY rowid")
            order = [who for (who,) in cursor.fetchall()]

    first = order.index("modest")
    until_the_last = order[first : len(order) - order[::-1].index("modest")]
    assert order.count("modest") == TURNS
    assert until_the_last.count("busy") <= 4 * TURNS, "they take turns"
