"""What we promised to tell others, and what others told us."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedJSON


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def waiting(self) -> "OutgoingQuerySet":
        return self.filter(received_at=None, dead_at=None)


class Outgoing(models.Model):
    """One event for one peer, until its signed receipt is here or it is given up."""

    event_id = models.UUIDField(default=uuid4, editable=False)
    topic = models.CharField(max_length=64)
    to = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    data = SealedJSON(default=dict)
    happened_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    again = models.PositiveIntegerField(default=0)  # how often an operator had it sent anew
    received_at = models.DateTimeField(null=True, blank=True)  # by the peer, as its receipt says
    dead_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=64, blank=True)  # code of the refusal that ended it
    retry_at = models.DateTimeField(null=True, blank=True)  # when it is sent anew by itself

    objects = OutgoingQuerySet.as_manager()

    class Privacy:
        personal = ("data",)
        apart = "sealed letters to other platforms, whose content is in the tables here"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "to"], name="event_is_promised_once_per_peer"
            )
        ]
        indexes = [
            models.Index(
                fields=["to", "id"],
                condition=Q(received_at=None, dead_at=None),
                name="outgoing_waiting_by_peer",
            ),
            models.Index(
                fields=["dead_at"], condition=Q(dead_at__isnull=False), name="outgoing_dead"
            ),
            models.Index(
                fields=["retry_at"],
                condition=Q(retry_at__isnull=False),
                name="outgoing_to_send_anew",
            ),
            models.Index(fields=["to", "happened_at"], name="outgoing_by_peer_and_hour"),
        ]

    def __str__(self) -> str:
        return f"event/{self.event_id}"

    @property
    def ref(self) -> str:
        return f"event/{self.event_id}"


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def due(self, *, at: datetime) -> "IncomingQuerySet":
        """What can be applied now, oldest first. Since `next_at` is set, one index says it."""
        return self.filter(applied_at=None, dead_at=None, next_at__lte=at).order_by("next_at", "id")


class Incoming(models.Model):
    """One event of a peer. It is stored before the receipt is signed, and applied once."""

    source = models.CharField(max_length=40)
    event_id = models.UUIDField()
    topic = models.CharField(max_length=64)
    about = models.CharField(max_length=80)
    data = SealedJSON(default=dict)
    happened_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    again = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=64, blank=True)  # code of the last trouble or refusal

    objects = IncomingQuerySet.as_manager()

    class Privacy:
        personal = ("data",)
        apart = "sealed letters of other platforms, whose content is in the tables here"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "event_id"], name="event_is_stored_once_per_source"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(applied_at=None, dead_at=None),
                name="incoming_waiting",
            ),
            models.Index(
                fields=["dead_at"], condition=Q(dead_at__isnull=False), name="incoming_dead"
            ),
            models.Index(fields=["source", "happened_at"], name="incoming_by_source_and_hour"),
        ]

    def __str__(self) -> str:
        return f"event/{self.event_id}"

    @property
    def ref(self) -> str:
        return f"event/{self.event_id}"
