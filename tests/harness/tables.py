"""The tables of a node, read past its program: SQLite in its home, or a database of PostgreSQL."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

Row = tuple[object, ...]
HERE = "sqlite"


@dataclass(frozen=True)
class Tables:
    """Where they lie; `server` is a PostgreSQL, or nothing for SQLite."""

    home: Path
    server: str = ""

    @property
    def address(self) -> str:
        """What TONGBAN_DATABASE says."""
        parts = urlsplit(self.server)
        return urlunsplit(parts._replace(path=f"/{self._name}")) if self.server else HERE

    def rows(self, question: str, *values: object) -> list[Row]:
        if self.server:
            return self._ask(self.address, question.replace("?", "%s"), *values)
        place = f"file:{self.home}/tongban.sqlite3?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=10)) as db:
            return db.execute(question, values).fetchall()

    def change(self, command: str, *values: object) -> None:
        """What somebody does to them who has them in his hands."""
        if self.server:
            self._ask(self.address, command.replace("?", "%s"), *values)
            return
        with closing(sqlite3.connect(self.home / "tongban.sqlite3", timeout=10)) as db, db:
            db.execute(command, values)

    def create(self) -> None:
        """An empty database; SQLite makes its own."""
        if self.server:
            self._command(f'CREATE DATABASE "{self._name}"')

    def copy(self, source: "Tables") -> None:
        """Become what another one is, which nobody may be using."""
        if self.server:
            self._command(f'CREATE DATABASE "{self._name}" TEMPLATE "{source._name}"')
            return
        with (
            closing(sqlite3.connect(source.home / "tongban.sqlite3")) as old,
            closing(sqlite3.connect(self.home / "tongban.sqlite3")) as new,
        ):
            old.backup(new)

    @property
    def _name(self) -> str:
        return f"{self.home.parent.name}-{self.home.name}"

    def _command(self, command: str) -> None:
        self._ask(self.server, command)

    @staticmethod
    def _ask(address: str, question: str, *values: object) -> list[Row]:
        import psycopg

        with psycopg.connect(address, autocommit=True) as db:
            told = db.execute(question.encode(), values or None)
            return told.fetchall() if told.description else []
