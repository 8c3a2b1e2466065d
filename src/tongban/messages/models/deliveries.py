"""What leaves the platform, by which way each person wants it, and whom it did not reach."""

from datetime import time
from typing import Final
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedText
from tongban.crypto import vault
from tongban.identity.models import Person
from tongban.messages.models.messages import Message
from tongban.messages.models.senders import Sender, Template
from tongban.messages.rules import Channel, Fault, State

EMAIL: Final = "messages.email"


def email_index(address: str) -> str:
    return vault.blind(address.lower(), place=EMAIL)


class Delivery(models.Model):
    """One thing in the outbox, on one way out, until it arrived or its time is over.

    It belongs to a message, to a department's program, or is a code to sign in with.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=8, choices=Channel)
    address = SealedText()  # a phone number, a mail address, or where a browser listens
    address_index = models.CharField(max_length=64)
    title = SealedText(blank=True)
    body = SealedText()
    purpose = models.CharField(max_length=40)
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    sender = models.ForeignKey(
        Sender, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=200, blank=True)  # the program's own
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    fault = models.CharField(max_length=20, choices=Fault, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when to try, or to ask the carrier, next
    not_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("address", "title", "body")
        whose = ("message__to",)  # a code or a program's text belongs to a number

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "address_index"],
                condition=Q(message__isnull=False),
                name="message_goes_out_once_to_an_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=[State.WAITING, State.TAKEN]),
                name="delivery_open_by_due_time",
            ),
            models.Index(fields=["address_index", "-queued_at"], name="delivery_by_address"),
            models.Index(fields=["sender", "-queued_at", "-id"], name="delivery_by_sender"),
        ]

    def __str__(self) -> str:
        return f"delivery/{self.public_id}"


class Wishes(models.Model):
    """By which ways a person wants which kinds of messages, and when nothing may sound."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="wishes")
    channels = models.JSONField(default=dict)  # {kind: [channel, ...]} where it is not as usual
    email = SealedText(blank=True)  # confirmed by its owner
    quiet_since = models.TimeField(null=True, blank=True, default=time(22))
    quiet_until = models.TimeField(null=True, blank=True, default=time(7))
    changed_at = models.DateTimeField()

    class Privacy:
        personal = ("person", "email")

    def __str__(self) -> str:
        return f"wishes/{self.pk}"


class PushDevice(models.Model):
    """A browser that lets us show notifications (Web Push, RFC 8030)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_devices")
    subscription = SealedText()  # JSON: endpoint, p256dh, auth
    endpoint_index = models.CharField(max_length=64)
    name = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person", "subscription")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint_index"],
                condition=Q(ended_at=None),
                name="push_device_is_one_persons",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"push-device/{self.public_id}"


class Unreached(models.Model):
    """A message that needs its reader and reached them by no way: somebody calls or writes."""

    class Result(models.TextChoices):
        READ = "read", "Read after all"
        CALLED = "called", "Reached by phone"
        LETTER = "letter", "A letter was sent"
        GIVEN_UP = "given_up", "Nobody can be reached"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="unreached")
    opened_at = models.DateTimeField()
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    note = SealedText(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("note",)
        whose = ("message__to",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, result="")
                | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="unreached_is_closed_with_a_result",
            )
        ]
        indexes = [
            models.Index(
                fields=["opened_at"], condition=Q(closed_at=None), name="unreached_open_by_age"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"unreached/{self.public_id}"
