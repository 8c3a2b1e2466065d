"""Who listens: the functions and schemas that `config/topics/` names."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import jsonschema_rs
from django.conf import settings
from django.utils.module_loading import import_string

from tongban.federation.rules import Event, Question

Applies = Callable[[Event], None]
Answers = Callable[[Question], dict[str, Any]]


def applier_of(topic: str) -> Applies | None:
    """The function that applies events of a topic; None if nobody listens."""
    path = _table().TOPICS.get(topic)
    return _function(path) if path else None


def answerer_of(question: str) -> Answers | None:
    path = _table().QUESTIONS.get(question)
    return _function(path) if path else None


def lasting() -> frozenset[str]:
    """Topics whose dead letters are kept until somebody ends them."""
    found: frozenset[str] = getattr(_table(), "LASTING", frozenset())
    return found


def fits(name: str, data: Mapping[str, Any]) -> bool:
    """Whether the data of an event or a question is what its schema says, if it has one."""
    schema = _table().schema_of(name)
    return schema is None or _validator(settings.TONGBAN_TOPICS, name).is_valid(dict(data))


def _table() -> Any:
    return import_module(settings.TONGBAN_TOPICS)


@cache
def _function(path: str) -> Any:
    return import_string(path)


@cache
def _validator(table: str, name: str) -> Any:
    schema = import_module(table).schema_of(name)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
