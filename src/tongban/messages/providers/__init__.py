"""Whoever carries text messages, behind one verb."""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


class NotTaken(OSError):
    """The carrier could not take the message now; trying again later makes sense."""


class NeverTaken(ValueError):
    """The carrier will never take this message, for example because there is no such number."""


class Carrier(Protocol):
    """Takes one message, or raises NotTaken or NeverTaken. `ref` lets it notice a repetition."""

    def send(self, *, phone: str, body: str, ref: str) -> None: ...


def carrier() -> Carrier:
    """The carrier named in settings: a module with `send`."""
    return cast("Carrier", import_module(settings.TEXT_PROVIDER))
