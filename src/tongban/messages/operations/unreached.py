"""The last resort: somebody calls, or writes a letter."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_of
from tongban.core.refusal import Refusal
from tongban.identity.models import Person
from tongban.messages.models import Unreached
from tongban.privacy import operations as privacy
from tongban.privacy.rules import Shown

PURPOSE: Final = "contact"
TO_REACH_YOU: Final = gettext_noop("To reach you: our messages did not arrive.")


class NoLongerOpen(Refusal):
    code = "no_longer_open"
    message = _("This was settled meanwhile. There is nothing left to do.")


@transaction.atomic
def look_at_unreached(*, unreached: Unreached, by: Post, at: datetime) -> Person:
    """Whom to call or write to. They will see that it was looked at, and why."""
    found = _open(unreached)
    person = found.message.to
    privacy.record_access(
        person=person,
        by=by.person,
        under=by.ref,
        office=by.office.names,
        about=found.message.about,
        fields=["name", "phone", "address"],
        reason=TO_REACH_YOU,
        at=at,
        shown=Shown(**desk_of(by), purpose=PURPOSE),
    )
    audit.record("messages.unreached_looked_at", subject=found, by=by.person, under=by.ref, at=at)
    return person


@transaction.atomic
def note_call(*, unreached: Unreached, by: Post, at: datetime) -> Unreached:
    """Somebody called and nobody answered."""
    found = _open(unreached)
    found.calls, found.called_at = found.calls + 1, at
    found.save(update_fields=["calls", "called_at"])
    audit.record("messages.called_in_vain", subject=found, by=by.person, under=by.ref, at=at)
    return found


@transaction.atomic
def close_unreached(
    *, unreached: Unreached, result: Unreached.Result, note: str, by: Post, at: datetime
) -> Unreached:
    """They were called or written to, or cannot be reached at all."""
    found = _open(unreached)
    found.result, found.note, found.closed_at = result, note, at
    found.save(update_fields=["result", "note", "closed_at"])
    audit.record(
        "messages.unreached_closed",
        subject=found,
        by=by.person,
        under=by.ref,
        at=at,
        detail={"result": result},
    )
    return found


def _open(unreached: Unreached) -> Unreached:
    found = Unreached.objects.select_for_update(of=("self",)).select_related("message__to")
    row = found.get(pk=unreached.pk)
    if row.closed_at:
        raise NoLongerOpen
    return row
