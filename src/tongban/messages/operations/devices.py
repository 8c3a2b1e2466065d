"""Browsers that may show notifications."""

import json
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.crypto import vault
from tongban.identity.models import Person
from tongban.messages.models import PushDevice
from tongban.messages.providers.webpush import BadSubscription, checked

PLACE: Final = "messages.endpoint"
MOST: Final = 10


class NoPushHere(Refusal):
    """The browser listens at a place that we do not send to, or what it said is malformed."""

    code = "no_push_here"
    message = _(
        "This browser's notification service cannot be used here."
        " Text messages and e-mail work as before."
    )


@transaction.atomic
def add_push_device(
    *, person: Person, subscription: dict[str, str], name: str, by: Person, at: datetime
) -> PushDevice:
    """This browser may show the person's messages; whoever used it before no longer gets them."""
    try:
        kept = checked(subscription)
    except BadSubscription as fault:
        raise NoPushHere from fault
    index = vault.blind(kept["endpoint"], place=PLACE)
    PushDevice.objects.filter(endpoint_index=index, ended_at=None).update(ended_at=at)
    device = PushDevice.objects.create(
        person=person,
        subscription=json.dumps(kept, sort_keys=True),
        endpoint_index=index,
        name=name[:60],
        added_at=at,
    )
    oldest = PushDevice.objects.filter(person=person, ended_at=None).order_by("-added_at", "-pk")
    PushDevice.objects.filter(pk__in=[each.pk for each in oldest[MOST:]]).update(ended_at=at)
    audit.record("messages.push_device_added", subject=device, by=by, at=at)
    return device


@transaction.atomic
def end_push_device(*, device: PushDevice, by: Person, at: datetime) -> None:
    """No more notifications there. A second time changes nothing."""
    if PushDevice.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at):
        audit.record("messages.push_device_ended", subject=device, by=by, at=at)
