"""Departments' own programs that send through us, and their texts."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedText
from tongban.messages.rules import Channel


class Sender(models.Model):
    """A program of an authority that sends messages with a key of its own."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    authority = models.CharField(max_length=32)  # code
    office = models.CharField(max_length=32)  # code of the office that answers for it
    secret = SealedText()  # signs its tokens (HS256), so that both sides have it
    a_day = models.PositiveIntegerField(default=1_000)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(ended_at=None), name="sender_has_one_name"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"sender/{self.public_id}"


class Template(models.Model):
    """One version of a text in up to three languages; `((name))` is filled in by the program."""

    public_id = models.UUIDField(default=uuid4, editable=False)  # the same for all versions
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="templates")
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=60)
    channel = models.CharField(
        max_length=8, choices=[(Channel.SMS, "sms"), (Channel.EMAIL, "email")]
    )
    subjects = models.JSONField(default=dict)  # {"zh": ..., "en": ..., "ko": ...}
    bodies = models.JSONField(default=dict)
    current = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["public_id", "version"], name="template_version_is_written_once"
            ),
            models.UniqueConstraint(
                fields=["public_id"], condition=Q(current=True), name="template_has_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"template/{self.public_id}/{self.version}"
