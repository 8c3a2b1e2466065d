"""Everything we keep of a person, for that person: whatever a table calls personal, it says whose.

No list of tables stands here. Every model names its personal fields in `class Privacy`; the way
from its rows to their person is the foreign keys among those fields, or `whose` where that is
another way. What has no way says why in `apart`. A test looks after all of them.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q

from tongban.identity.models import Person

MOST: Final = 5000  # rows of one table; who has more gets the newest, and is told
SECRET: Final = frozenset(
    {"digest", "secret", "password", "public_key", "credential_id", "handles", "subscription"}
)
INSIDE: Final = frozenset({"id", "stored_as", "request_digest", "last_login", "login_name"})


def personal_tables() -> list[type[Model]]:
    """Every table of ours that keeps something personal."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("tongban.")]
    return [model for model in ours if _privacy(model).personal]


def ways_to(model: type[Model]) -> tuple[str, ...]:
    """How to get from a row to the person it is about; none where it says why not."""
    if model is Person:
        return ("pk",)
    marked = getattr(_privacy(model), "whose", None)
    if marked is not None:
        return tuple(marked)
    named = (model._meta.get_field(name) for name in _privacy(model).personal)
    return tuple(field.name for field in named if _is_person(field))


def why_apart(model: type[Model]) -> str:
    """Why there is no copy of a table."""
    return str(getattr(_privacy(model), "apart", ""))


def copy_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """All of it, to be read by machines. Only that person may ask."""
    tables = {model: _rows(model, person) for model in personal_tables() if ways_to(model)}
    return {
        "made_at": at.isoformat(),
        "account": person.ref,
        "tables": {model._meta.label: rows for model, rows in tables.items() if rows},
        "not_copied": {
            model._meta.label: why_apart(model) for model in personal_tables() if why_apart(model)
        },
    }


def counts_of(person: Person) -> list[tuple[type[Model], int]]:
    """How much there is of each kind. Only that person may ask."""
    found = [(model, _mine(model, person).count()) for model in personal_tables() if ways_to(model)]
    return [(model, count) for model, count in found if count]


def _rows(model: type[Model], person: Person) -> list[dict[str, Any]]:
    links = [field.name for field in model._meta.concrete_fields if _is_link(field)]
    rows = _mine(model, person).select_related(*links).order_by("-pk")[:MOST]
    return [dict(_told(row, person)) for row in rows]


def _mine(model: type[Model], person: Person) -> Any:
    hers = Q()
    for way in ways_to(model):
        hers |= Q(**{way: person.pk})
    return model._base_manager.filter(hers).distinct()


def _told(row: Model, person: Person) -> Iterator[tuple[str, Any]]:
    """Nothing secret, and nobody else."""
    for field in row._meta.concrete_fields:
        name = field.name
        if name in SECRET or name in INSIDE or name.endswith("_index"):
            continue
        if _is_person(field):
            if getattr(row, field.attname) == person.pk:
                yield name, "you"
        elif _is_link(field):
            other = getattr(row, name)
            yield name, str(getattr(other, "ref", other)) if other else None
        else:
            yield name, _plain(getattr(row, name))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return None
    if isinstance(value, Mapping | list | str | int | float | bool | type(None)):
        return value
    return str(value) if isinstance(value, UUID) else value.isoformat()


def _is_link(field: "Field[Any, Any]") -> bool:
    return isinstance(field, ForeignKey)


def _is_person(field: Any) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is Person


def _privacy(model: type[Model]) -> Any:
    return model.Privacy  # type: ignore[attr-defined]
