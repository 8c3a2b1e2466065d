"""How an applicant and an officer at a remote window hear each other: an adapter for video."""

from importlib import import_module
from typing import Protocol

from django.conf import settings

from tongban.cases.models import Window


class Line(Protocol):
    """A provider is a module with these; `TONGBAN_VIDEO_PROVIDER` names it.

    What `begin` returns is shown to both: `kind` is `video` or `telephone`, `address` a link or a
    number, and `note` says in three languages what it is.
    """

    def begin(self, window: Window) -> dict[str, object]:
        """Make a line for a window that an officer has just taken."""

    def end(self, window: Window) -> None:
        """Nobody needs it any more. Called again, it does nothing."""


def line() -> Line:
    found: Line = import_module(settings.VIDEO_PROVIDER)
    return found
