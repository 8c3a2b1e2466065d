"""Promising to tell people something, in the same transaction as the thing itself."""

from datetime import datetime, timedelta

from tongban.identity.models import Person, phone_index
from tongban.messages.models import Message, Text

TEXT_LIVES = timedelta(hours=24)


def queue(
    template: str, *, to: Person, about: str, at: datetime, params: dict[str, object] | None = None
) -> Message:
    """Put a message into a person's message centre. `params` hold nothing personal."""
    return Message.objects.create(
        template=template, to=to, about=about, queued_at=at, params=params or {}
    )


def text(
    body: str, *, phone: str, purpose: str, at: datetime, lives: timedelta = TEXT_LIVES
) -> Text:
    """Put a text message into the outbox; a worker hands it to the provider."""
    return Text.objects.create(
        body=body,
        phone=phone,
        phone_index=phone_index(phone),
        purpose=purpose,
        queued_at=at,
        not_after=at + lives,
    )
