"""What the apps above us do about a bad rating, as `config/ratings.py` names it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def follower() -> Callable[..., Any]:
    """What is called with a bad `rating` of our own work, the moment it is given."""
    table: Any = import_module(settings.TONGBAN_RATINGS)
    found: Callable[..., Any] = import_string(table.FOLLOWED_UP_BY)
    return found
