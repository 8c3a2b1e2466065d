from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedJSON, SealedText
from tongban.identity.models import Person


class Message(models.Model):
    """Something we owe a person to know, shown in the message centre (消息).

    The words are made from `template` and `params` when read, in the reader's language.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    to = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, related_name="messages"
    )
    template = models.CharField(max_length=64)  # "cases/submitted"
    about = models.CharField(max_length=80)  # ref
    params = SealedJSON(default=dict)  # may hold what an official wrote
    queued_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("to", "params")

    class Meta:
        indexes = [models.Index(fields=["to", "-queued_at"], name="message_by_person_and_time")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"message/{self.public_id}"


class Text(models.Model):
    """A text message (SMS) in the outbox, until a provider took it or its time is over."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    phone = SealedText()
    phone_index = models.CharField(max_length=64)
    body = SealedText()
    purpose = models.CharField(max_length=40)
    queued_at = models.DateTimeField()
    not_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("phone", "body")
        apart = "texts on their way to a phone; deleted after a day"

    class Meta:
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(sent_at=None, failed_at=None),
                name="text_waiting_by_age",
            ),
            models.Index(fields=["phone_index", "-queued_at"], name="text_by_phone_and_time"),
        ]

    def __str__(self) -> str:
        return f"text/{self.public_id}"
