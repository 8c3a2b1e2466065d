"""Reading the violation of a named database constraint as the refusal it stands for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from tongban.core.refusal import Refusal


@contextmanager
def refusing(refusals: Mapping[str, type[Refusal]], *, savepoint: bool = True) -> Iterator[None]:
    """Turn the violation of one of these constraints into its refusal; the rest stays a bug.

    The block runs in a savepoint, so that the caller's transaction survives the refusal. Around
    a whole operation none is needed: with `savepoint=False` the two extra statements are spared.
    """
    try:
        with transaction.atomic() if savepoint else nullcontext():
            yield
    except IntegrityError as error:
        broken = _broken(error) & refusals.keys()
        if not broken:
            raise
        raise refusals[broken.pop()] from error


def _broken(error: IntegrityError) -> set[str]:
    """PostgreSQL names the constraint; SQLite names it, or only the columns of a unique one."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name:
        return {name}
    kind, _, what = str(error).partition(" constraint failed: ")
    if kind == "UNIQUE" and not what.startswith("index "):
        return set(_unique_over().get(frozenset(what.split(", ")), ()))
    return {what.removeprefix("index ").strip("'")}


@cache
def _unique_over() -> dict[frozenset[str], list[str]]:
    found: dict[frozenset[str], list[str]] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                table = model._meta.db_table
                columns = (model._meta.get_field(f) for f in constraint.fields)
                key = frozenset(f"{table}.{c.column}" for c in columns)  # type: ignore[union-attr]
                found.setdefault(key, []).append(constraint.name)
    return found
