"""Statements for the paths that everything takes, where the ORM would think longer than they run.

What comes out is what the ORM would give: whole rows, converted by their fields; only the SQL is
worked out once. Use it where a measurement says so, and the ORM everywhere else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, JSONField, Model
from django.db.models.expressions import BaseExpression
from django.db.models.sql import Query

from tongban.core.fields import SealedJSON, SealedText

M = TypeVar("M", bound=Model)
AS_IT_IS = {str, int, bool, type(None)}
MADE_INTO_TEXT = (JSONField, SealedJSON, SealedText)
Convert = tuple[int, Sequence[Callable[..., Any]], BaseExpression]


def read(model: type[M], rest: str, values: Sequence[object], *, also: str = "") -> list[M]:
    """The rows of a model's table, called `it`, that the rest of a SELECT asks for.

    `also` names one more column, as in `kind.code AS kind`, which becomes an attribute.
    """
    kept = _reading(model, rest, also, connection.vendor)
    with _cursor() as cursor:
        cursor.execute(kept.sql, [_ready(value) for value in values])
        rows = cursor.fetchall()
    return [kept.row(found) for found in rows]


def add(row: M) -> M:
    """Insert a new row, and give it its key."""
    kept = _adding(type(row), connection.vendor)
    values = list(kept.values(row))
    with transaction.mark_for_rollback_on_error(connection.alias), _cursor() as cursor:
        cursor.execute(kept.sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return row


def _cursor() -> CursorWrapper:
    """On PostgreSQL one whose statements the server plans once, where Django's plans each time."""
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    import psycopg

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection.make_cursor(psycopg.Cursor(connection.connection))  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Reading:
    model: type[Model]
    sql: str
    names: list[str]
    converts: list[Convert]
    also: str

    def row(self, found: Sequence[Any]) -> Any:
        values = list(found)
        for place, converters, expression in self.converts:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        count = len(self.names)
        row = self.model.from_db(connection.alias, self.names, values[:count])
        if self.also:
            setattr(row, self.also, values[count])
        return row


@dataclass(frozen=True)
class _Adding:
    sql: str
    fields: list["Field[Any, Any]"]

    def values(self, row: Model) -> Iterator[Any]:
        """What the fields make of the row; most text and numbers need nothing done to them."""
        for field in self.fields:
            value = getattr(row, field.attname)
            if type(value) in AS_IT_IS and not isinstance(field, MADE_INTO_TEXT):
                yield value
            else:
                yield field.get_db_prep_save(field.pre_save(row, add=True), connection)


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
def _adding(model: type[Model], _vendor: str) -> _Adding:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id"  # noqa: S608
    return _Adding(sql, fields)


def _ready(value: object) -> Any:
    """A value as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
