"""How the platform says no."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """A rule said no, and the person asking may be told why.

    Anything else that goes wrong is a bug and should reach the error log untouched.
    `code` is part of the public API and never changes; `message` is for people and may.
    `faults` names the places of a form that need mending, each with its own sentence.
    """

    code: ClassVar[str]
    message: ClassVar["StrOrPromise"]

    def __init__(self, *, faults: Mapping[str, "StrOrPromise"] | None = None) -> None:
        super().__init__()
        self.faults: dict[str, StrOrPromise] = dict(faults or {})

    def __str__(self) -> str:
        return str(self.message)


class KeyReused(Refusal):
    """A program named a new thing as one that it had asked for before."""

    code = "idempotency_key_reused"
    message = _("This Idempotency-Key was used for something else. Use a fresh one.")
