"""SQLite lets one transaction write at a time, and whoever waits only looks now and then.

So one process that begins the next transaction as soon as it has ended the last could keep all
others out until they gave up: "database is locked". Here they queue before they begin: at the
door stands one, and behind them whoever comes later, the one who has just left included.
"""

import fcntl
import time
from io import FileIO
from pathlib import Path
from typing import Any, Final

from django.db.backends.sqlite3 import base

AGAIN: Final = 0.001  # seconds until somebody who waits looks again
IN_MEMORY: Final = ("", ":memory:")


class Turn:
    """A place in the queue: two locks on files, which die with the process that held them."""

    def __init__(self, database: str, *, patience: float) -> None:
        self.patience = patience
        self.door, self.inside = (_opened(f"{database}-{name}") for name in ("door", "turn"))

    def take(self) -> None:
        """Wait until it is our turn, or long enough; SQLite itself has the last word in any case."""
        until = time.monotonic() + self.patience
        if _locked(self.door, until):
            try:
                _locked(self.inside, until)
            finally:
                fcntl.flock(self.door, fcntl.LOCK_UN)

    def give_back(self) -> None:
        fcntl.flock(self.inside, fcntl.LOCK_UN)

    def close(self) -> None:
        self.door.close()
        self.inside.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, and each transaction waits for its turn."""

    turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        name = str(conn_params["database"])
        if name not in IN_MEMORY and "mode=memory" not in name:
            self.turn = Turn(name, patience=float(conn_params.get("timeout", 5.0)))
        return made

    def _start_transaction_under_autocommit(self) -> None:
        if self.turn:
            self.turn.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        finally:
            self._leave()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]
        if self.turn:
            self.turn.close()
            self.turn = None

    def _leave(self) -> None:
        """The next one may begin, unless we are in a transaction still."""
        if self.turn and not (self.connection and self.connection.in_transaction):
            self.turn.give_back()


def _opened(path: str) -> FileIO:
    return FileIO(Path(path), "a")


def _locked(file: FileIO, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(AGAIN)
        else:
            return True
