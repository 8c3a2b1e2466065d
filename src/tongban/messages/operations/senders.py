"""Departments' programs: their keys and their texts."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.messages.models import Sender, Template
from tongban.messages.rules import Channel

LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
LONGEST_TEXT: Final = 300
MOST_A_DAY: Final = 100_000


class SenderKnown(Refusal):
    code = "sender_known"
    message = _("There is a program with this name already. Choose another name.")


class SenderOver(Refusal):
    code = "sender_over"
    message = _("This program was ended. Register a new one.")


class TextUnfit(Refusal):
    """`faults` names the places: `body` or `subject`."""

    code = "text_unfit"
    message = _("This text cannot be sent as it is.")


@transaction.atomic
def register_sender(*, name: str, a_day: int, by: Post, at: datetime) -> tuple[Sender, str]:
    """Let a program of this office send; returns it with its key, in plain this once."""
    secret = str(uuid4())
    authority = by.office.authority.code if by.office.authority else ""
    with refusing({"sender_has_one_name": SenderKnown}):
        sender = Sender.objects.create(
            name=name,
            authority=authority,
            office=by.office.code,
            secret=secret,
            a_day=min(max(a_day, 1), MOST_A_DAY),
            created_at=at,
        )
    audit.record("messages.sender_registered", subject=sender, by=by.person, under=by.ref, at=at)
    return sender, f"tongban-{sender.public_id}-{secret}"


@transaction.atomic
def end_sender(*, sender: Sender, by: Post, at: datetime) -> None:
    """Its key no longer works. What it sent goes on its way."""
    if Sender.objects.filter(pk=sender.pk, ended_at=None).update(ended_at=at):
        audit.record("messages.sender_ended", subject=sender, by=by.person, under=by.ref, at=at)


@transaction.atomic
def write_template(
    *,
    sender: Sender,
    name: str,
    channel: Channel,
    subjects: Mapping[str, str],
    bodies: Mapping[str, str],
    by: Post,
    at: datetime,
    after: Template | None = None,
) -> Template:
    """A text for a program, or a new version of one; what was sent keeps the words it had.

    A text message holds no link: people learn not to trust them (reliability F10).
    """
    if not Sender.objects.select_for_update().filter(pk=sender.pk, ended_at=None).exists():
        raise SenderOver
    _check(channel, subjects, bodies)
    family = Template.objects.filter(sender=sender, public_id=after.public_id) if after else None
    last = family.order_by("-version").first() if family is not None else None
    if family is not None:
        family.update(current=False)
    written = Template.objects.create(
        **({"public_id": last.public_id, "version": last.version + 1} if last else {}),
        sender=sender,
        name=name,
        channel=last.channel if last else channel,
        subjects=dict(subjects),
        bodies=dict(bodies),
        written_at=at,
    )
    audit.record("messages.template_written", subject=written, by=by.person, under=by.ref, at=at)
    return written


def _check(channel: Channel, subjects: Mapping[str, str], bodies: Mapping[str, str]) -> None:
    if not bodies.get("zh", "").strip():
        raise TextUnfit(faults={"body": _("Write at least the Chinese text.")})
    if channel == Channel.EMAIL and not subjects.get("zh", "").strip():
        raise TextUnfit(faults={"subject": _("An e-mail needs a subject.")})
    if channel != Channel.SMS:
        return
    if any(LINK.search(body) for body in bodies.values()):
        raise TextUnfit(
            faults={"body": _("No links in text messages: say where to find it instead.")}
        )
    if any(len(body) > LONGEST_TEXT for body in bodies.values()):
        raise TextUnfit(faults={"body": _("A text message has at most 300 characters.")})
