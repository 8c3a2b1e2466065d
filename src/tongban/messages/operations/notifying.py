"""Sending for a department's program: one text to one address, with what it fills in."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.identity.models import phone_index
from tongban.messages.models import Delivery, Sender, Template, email_index
from tongban.messages.operations.senders import LONGEST_TEXT
from tongban.messages.queries.senders import language_of, sent_since
from tongban.messages.rules import LIVES, Channel, filled, placeholders

PHONE: Final = re.compile(r"1\d{10}")
EMAIL: Final = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
DAY: Final = timedelta(days=1)
BAD_REQUEST, VALIDATION, TOO_MANY = "BadRequestError", "ValidationError", "TooManyRequestsError"


class NotDeliverable(Exception):
    """A program asked for what cannot be sent. Its words are part of the shape that it expects.

    `error` and the English sentence follow GOV.UK Notify, whose clients read them.
    """

    STATUS: ClassVar[Mapping[str, int]] = {BAD_REQUEST: 400, VALIDATION: 400, TOO_MANY: 429}

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.status = self.STATUS[error]


@transaction.atomic
def notify(
    *,
    sender: Sender,
    channel: Channel,
    template_id: UUID,
    address: str,
    personalisation: Mapping[str, Any],
    reference: str,
    at: datetime,
) -> Delivery:
    """Put it into the outbox. Raises NotDeliverable: wrong template, address or limit."""
    template = _template(sender, channel, template_id)
    address, index = _address(channel, address)
    language = language_of(index) or settings.LANGUAGE_CODE
    title, body = words(template, personalisation, language=language)
    if channel == Channel.SMS and len(body) > LONGEST_TEXT:
        raise NotDeliverable(
            BAD_REQUEST, f"Content for template has a character count greater than {LONGEST_TEXT}"
        )
    Sender.objects.select_for_update().get(pk=sender.pk)  # so that two do not both take the last
    if sent_since(sender, at - DAY) >= sender.a_day:
        raise NotDeliverable(TOO_MANY, f"Exceeded send limits ({sender.a_day}) for today")
    return Delivery.objects.create(
        channel=channel,
        address=address,
        address_index=index,
        title=title,
        body=body,
        purpose="program",
        sender=sender,
        template=template,
        reference=reference,
        queued_at=at,
        due_at=at,
        not_after=at + LIVES[channel],
    )


def words(
    template: Template, personalisation: Mapping[str, Any], *, language: str
) -> tuple[str, str]:
    """Subject and body with everything filled in. Raises NotDeliverable if something is missing."""
    key = {"zh-hans": "zh"}.get(language.lower(), language)
    body = template.bodies.get(key) or template.bodies["zh"]
    subject = template.subjects.get(key) or template.subjects.get("zh", "")
    given = {name: str(value) for name, value in personalisation.items()}
    missing = [name for name in placeholders(subject + body) if name not in given]
    if missing:
        raise NotDeliverable(BAD_REQUEST, f"Missing personalisation: {', '.join(missing)}")
    return filled(subject, given), filled(body, given)


def _template(sender: Sender, channel: Channel, template_id: UUID) -> Template:
    found = Template.objects.filter(sender=sender, public_id=template_id, current=True).first()
    if found is None:
        raise NotDeliverable(BAD_REQUEST, "Template not found")
    if found.channel != channel:
        raise NotDeliverable(
            BAD_REQUEST, f"{found.channel} template is not suitable for {channel} notification"
        )
    return found


def _address(channel: Channel, address: str) -> tuple[str, str]:
    if channel == Channel.EMAIL:
        if not EMAIL.fullmatch(address):
            raise NotDeliverable(VALIDATION, "email_address Not a valid email address")
        return address, email_index(address)
    phone = re.sub(r"[\s()-]", "", address).removeprefix("+86").removeprefix("0086")
    if not PHONE.fullmatch(phone):
        raise NotDeliverable(VALIDATION, "phone_number Not a valid phone number")
    return phone, phone_index(phone)
