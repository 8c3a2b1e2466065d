"""Writing the trail. No audit, no action: the line commits with the deed or not at all."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from tongban.audit.models import Entry
from tongban.core.statements import add


class Named(Protocol):
    """Anybody with a public name."""

    @property
    def public_id(self) -> UUID: ...


class Subject(Protocol):
    """Anything that can be written about."""

    @property
    def ref(self) -> str: ...


def record(
    action: str,
    *,
    subject: Subject,
    by: Named,
    at: datetime,
    under: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Add one line to the trail, inside the caller's transaction or not at all.

    `under` names the power used, as a ref (`post/…`, `grant/…`); `detail` is never personal.
    """
    line = Entry(action=action, subject=subject.ref, by=by.public_id, under=under, at=at)
    line.detail = detail or {}
    add(line)
