"""Who belongs to the federation, as the hub says it, and how one comes in or goes."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.federation.rules.joining import Kind


class Registry(models.Model):
    """The newest registry that we hold, as its hub signed it; at the hub, the one it gives out."""

    hub = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=200)  # where it is fetched
    fetched_at = models.DateTimeField()
    trouble = models.CharField(max_length=64, blank=True)  # code of why the last try failed
    troubled_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"registry/{self.version}"


class Motion(models.Model):
    """At the hub: a node asks to join, or is to be excluded. Two operators must agree."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    node = models.CharField(max_length=40)
    entry = models.JSONField(default=dict)  # what would stand in the registry
    fingerprint = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    first_by = models.UUIDField(null=True, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.UUIDField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # turned down, or replaced by a newer

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None)
                | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="motion_is_carried_by_two_operators",
            ),
            models.UniqueConstraint(
                fields=["kind", "node"],
                condition=Q(second_at=None, dropped_at=None),
                name="motion_is_open_once_per_node",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"motion/{self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.second_at is None and self.dropped_at is None


class Nonce(models.Model):
    """A signature's nonce that we have seen; nobody sends the same request twice."""

    source = models.CharField(max_length=40)
    nonce = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "nonce"], name="nonce_is_used_once")
        ]
        indexes = [models.Index(fields=["until"], name="nonce_by_end")]

    def __str__(self) -> str:
        return f"nonce/{self.source}"


class Comparison(models.Model):
    """One closed hour of what we told one peer: do both remember the same events?"""

    peer = models.CharField(max_length=40)
    hour = models.DateTimeField()
    sent = models.PositiveIntegerField()
    stored = models.PositiveIntegerField()  # by the peer, as it says
    agreed = models.BooleanField()
    resent = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "hour"], name="hour_is_compared_once_per_peer")
        ]
        indexes = [
            models.Index(fields=["hour"], condition=Q(agreed=False), name="comparison_disagreeing")
        ]

    def __str__(self) -> str:
        return f"comparison/{self.peer}/{self.hour:%Y%m%d%H}"
