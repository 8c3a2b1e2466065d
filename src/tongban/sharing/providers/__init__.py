"""Registers, behind one question. A real one is a module with `read`, named in the settings."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings

from tongban.sharing.models import Resource


class Unreachable(OSError):
    """The register did not answer in time."""


class Register(Protocol):
    """A register says what it has about a name and a number that belong together, else None."""

    def read(self, *, resource: Resource, name: str, number: str) -> Mapping[str, Any] | None: ...


def register() -> Register:
    """The registers of this installation: a module with `read`."""
    return cast("Register", import_module(settings.REGISTERS_PROVIDER))
