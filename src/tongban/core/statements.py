"""Statements for the paths that everything takes, where the ORM would think longer than they run.

What comes out is what the ORM would give: whole rows, converted by their fields; only the SQL is
worked out once. Use it where a measurement says so, and the ORM everywhere else.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, JSONField, Model
from django.db.models.expressions import BaseExpression
from django.db.models.sql import Query

from tongban.core.fields import SealedJSON, SealedText

M = TypeVar("M", bound=Model)
PLAIN = {str, int, bool, type(None)}
AS_IT_IS = {"postgresql": PLAIN | {datetime, date, UUID}}  # what a driver takes without Django
MADE_INTO_TEXT = (JSONField, SealedJSON, SealedText)
AnyField: TypeAlias = "Field[Any, Any]"
Links = tuple[tuple[str, int], ...]  # the name of a foreign key, the place of its row
Convert = tuple[int, Sequence[Callable[..., Any]], BaseExpression]


def read(model: type[M], rest: str, values: Sequence[object], *, also: str = "") -> list[M]:
    """The rows of a model's table, called `it`, that the rest of a SELECT asks for.

    `also` names one more column, as in `kind.code AS kind`, which becomes an attribute.
    """
    line = connections[DEFAULT_DB_ALIAS]
    kept = _reading(model, rest, also, line.vendor)
    with _cursor(line) as cursor:
        cursor.execute(kept.sql, [_ready(value, line) for value in values])
        rows = cursor.fetchall()
    return [kept.row(found, line) for found in rows]


def ask(sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """What a SELECT says that is no row of a model."""
    line = connections[DEFAULT_DB_ALIAS]
    with _cursor(line) as cursor:
        cursor.execute(sql, [_ready(value, line) for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def add_all(rows: Sequence[Model]) -> None:
    """Insert rows of one model, as many as they are, in one statement. They are given no keys."""
    line = connections[DEFAULT_DB_ALIAS]
    sql, fields = _adding_all(type(rows[0]), len(rows), line.vendor)
    values = [value for row in rows for value in _values(row, fields, line)]
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), _cursor(line) as cursor:
        cursor.execute(sql, values)


def add(row: M) -> M:
    """Insert a new row, and give it its key; within `together`, at the end of it."""
    if _waiting.rows is None:
        _insert([row])
    else:
        _waiting.rows.append(row)
    return row


@contextmanager
def together() -> Iterator[None]:
    """Send the rows that are added inside as one statement, where the database can.

    They may refer to each other, the later to the earlier. Nothing is sent when the block fails.
    """
    if _waiting.rows is not None:
        yield
        return
    rows: list[Model] = []
    _waiting.rows = rows
    try:
        yield
    finally:
        _waiting.rows = None
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        _insert(rows)
    else:
        for row in rows:
            _insert([row])


class _Waiting(threading.local):
    rows: list[Model] | None = None


_waiting = _Waiting()


def _insert(rows: Sequence[Model]) -> None:
    line = connections[DEFAULT_DB_ALIAS]
    places = {id(row): place for place, row in enumerate(rows)}
    links = tuple(_links(row, places) for row in rows)
    kept = _adding(tuple(type(row) for row in rows), links, line.vendor)
    values: list[Any] = []
    for row, fields in zip(rows, kept.fields, strict=True):
        values += _values(row, fields, line)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), _cursor(line) as cursor:
        cursor.execute(kept.sql, values)
        keys = cursor.fetchone()
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _links(row: Model, places: Mapping[int, int]) -> Links:
    """Which foreign keys of a row lead to another row that is sent with it, by its place."""
    found = []
    for field in _relations(type(row)):
        other = row._state.fields_cache.get(field.name)
        if other is None or getattr(row, field.attname) is not None:
            continue
        if id(other) in places:
            found.append((field.attname, places[id(other)]))
        else:
            setattr(row, field.attname, other.pk)
    return tuple(found)


def _values(row: Model, fields: Sequence[AnyField], line: BaseDatabaseWrapper) -> Iterator[Any]:
    """What the fields make of the row; with most values nothing needs to be done."""
    as_it_is = AS_IT_IS.get(line.vendor, PLAIN)
    for field in fields:
        value = getattr(row, field.attname)
        if type(value) in as_it_is and not isinstance(field, MADE_INTO_TEXT):
            yield value
        else:
            yield field.get_db_prep_save(field.pre_save(row, add=True), line)


def _cursor(line: BaseDatabaseWrapper) -> CursorWrapper:
    """On PostgreSQL one whose statements the server plans once, where Django's plans each time."""
    if line.vendor != "postgresql" or line.queries_logged:
        return line.cursor()
    import psycopg

    line.close_if_health_check_failed()
    line.ensure_connection()
    ours: Any = psycopg.Cursor(line.connection)
    return line.make_cursor(ours)


@dataclass(frozen=True)
class _Reading:
    model: type[Model]
    sql: str
    names: list[str]
    converts: list[Convert]
    also: str

    def row(self, found: Sequence[Any], line: BaseDatabaseWrapper) -> Any:
        values = list(found)
        for place, converters, expression in self.converts:
            for convert in converters:
                values[place] = convert(values[place], expression, line)
        count = len(self.names)
        row = self.model.from_db(DEFAULT_DB_ALIAS, self.names, values[:count])
        if self.also:
            setattr(row, self.also, values[count])
        return row


@dataclass(frozen=True)
class _Adding:
    sql: str
    fields: list[list[AnyField]]  # of each row, those that are sent as values


@cache
def _reading(model: type[Model], rest: str, also: str, _vendor: str) -> _Reading:
    fields = model._meta.concrete_fields
    columns = [f"it.{connection.ops.quote_name(str(field.column))}" for field in fields]
    wanted = ", ".join([*columns, also] if also else columns)
    sql = f"SELECT {wanted} FROM {model._meta.db_table} AS it {rest}"  # noqa: S608  no input in it
    compiler = Query(model).get_compiler(connection=connection)
    converters = compiler.get_converters([field.get_col("it") for field in fields])
    converts = [(place, *found) for place, found in converters.items()]
    return _Reading(model, sql, [f.attname for f in fields], converts, also.rpartition(" ")[2])


@cache
def _relations(model: type[Model]) -> list[AnyField]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


@cache
def _adding(models: tuple[type[Model], ...], links: tuple[Links, ...], _vendor: str) -> _Adding:
    fields = [_sent(model, known) for model, known in zip(models, links, strict=True)]
    inserts = [
        _insert_into(model, sent, known)
        for model, sent, known in zip(models, fields, links, strict=True)
    ]
    if len(inserts) == 1:
        return _Adding(inserts[0], fields)
    parts = ", ".join(f"row{place} AS ({sql})" for place, sql in enumerate(inserts))
    keys = ", ".join(f"(SELECT id FROM row{place})" for place in range(len(inserts)))  # noqa: S608
    return _Adding(f"WITH {parts} SELECT {keys}", fields)


@cache
def _adding_all(model: type[Model], count: int, _vendor: str) -> tuple[str, list[AnyField]]:
    fields = _sent(model, ())
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {marks}", fields  # noqa: S608


def _sent(model: type[Model], known: Links) -> list[AnyField]:
    linked = {name for name, _ in known}
    fields = model._meta.concrete_fields
    return [field for field in fields if not field.primary_key and field.attname not in linked]


def _insert_into(model: type[Model], sent: Sequence[AnyField], known: Links) -> str:
    names = [field.column for field in sent] + [name for name, _ in known]
    columns = ", ".join(connection.ops.quote_name(str(name)) for name in names)
    marks = ["%s"] * len(sent) + [f"(SELECT id FROM row{place})" for _, place in known]  # noqa: S608
    table, values = model._meta.db_table, ", ".join(marks)
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING id"  # noqa: S608


def _ready(value: object, line: BaseDatabaseWrapper) -> Any:
    """A value as this database takes it."""
    if type(value) in AS_IT_IS.get(line.vendor, PLAIN):
        return value
    if isinstance(value, datetime):
        return line.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return line.ops.adapt_datefield_value(value)
    return value.hex if isinstance(value, UUID) else value
