"""What the apps above us do for somebody's rights, as `config/privacy.py` names it."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def erasers() -> list[Callable[..., Any]]:
    """What is called, in this order, when an account is closed."""
    return [import_string(path) for path in _table().ERASERS]


def keepers() -> Mapping[str, Callable[..., int]]:
    """What deletes each kind of thing that the register lets us keep for a while."""
    return {name: import_string(path) for name, path in _table().KEEPERS.items()}


def holders() -> Mapping[str, Callable[..., int]]:
    """What keeps an account open: how many things of each kind wait for its person."""
    return {name: import_string(path) for name, path in _table().HOLDERS.items()}


def _table() -> Any:
    return import_module(settings.TONGBAN_PRIVACY)
