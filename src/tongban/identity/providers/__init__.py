"""The population register, behind one question."""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


@dataclass(frozen=True)
class Registered:
    """What the register says of somebody: sex, ethnicity, birth_on, address, region."""

    name: str
    number: str
    facts: dict[str, str]


class Unreachable(OSError):
    """The register did not answer in time."""


class Register(Protocol):
    """A register answers whether a name and a number belong together, and no more if not."""

    def match(self, *, name: str, number: str) -> Registered | None: ...


def register() -> Register:
    """The register named in settings: a module with `match`."""
    return cast("Register", import_module(settings.POPULATION_PROVIDER))
