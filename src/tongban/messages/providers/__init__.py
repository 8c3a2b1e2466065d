"""Whoever carries what we send, behind two verbs: a module for each channel."""

from datetime import datetime
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from django.conf import settings


class NotTaken(OSError):
    """The carrier could not take it now; trying again later makes sense."""


class NeverTaken(ValueError):
    """The carrier will never take it, for example because there is no such number."""


class Parcel(NamedTuple):
    """What is to be carried. `ref` lets a carrier notice a repetition."""

    address: str
    title: str
    body: str
    ref: str
    at: datetime


class Carrier(Protocol):
    """Takes parcels of one channel."""

    def send(self, parcel: Parcel, /) -> bool:
        """Take it; says whether the result can be asked for. Raises NotTaken or NeverTaken."""
        ...

    def result(self, parcel: Parcel, /) -> bool | None:
        """Whether it arrived; None while that is not known. Raises NotTaken when not reached."""
        ...


def carrier(channel: str) -> Carrier:
    """The carrier of a channel that the settings name."""
    return cast("Carrier", import_module(settings.CARRIERS[channel]))
