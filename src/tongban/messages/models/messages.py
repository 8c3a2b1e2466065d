"""What people are owed to know."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.catalog.models import Office
from tongban.core.fields import SealedJSON
from tongban.identity.models import Person


class Message(models.Model):
    """Something we owe a person to know, shown in the message centre (消息).

    The words are made from `template` and `params` when read, in the reader's language.
    While `carry_at` is set, the worker has yet to see whether it also goes out to a phone.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    to = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, related_name="messages"
    )
    template = models.CharField(max_length=64)  # "cases/submitted"
    about = models.CharField(max_length=80)  # ref
    office = models.ForeignKey(  # whose people look after it
        Office, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    params = SealedJSON(default=dict)  # may hold what an official wrote
    queued_at = models.DateTimeField()
    carry_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("to", "params")

    class Meta:
        indexes = [
            models.Index(fields=["to", "-queued_at"], name="message_by_person_and_time"),
            models.Index(
                fields=["carry_at", "id"],
                condition=Q(carry_at__isnull=False),
                name="message_to_carry_by_time",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"message/{self.public_id}"
