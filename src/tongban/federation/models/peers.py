"""The other nodes, as the hub's registry describes them."""

from django.db import models

from tongban.federation.rules import prefix_of


class PeerQuerySet(models.QuerySet["Peer"]):
    def active(self) -> "PeerQuerySet":
        return self.filter(revoked=False)


class Peer(models.Model):
    """Another installation, as the newest registry that we hold describes it (平台).

    `regions` are the GB/T 2260 codes it answers for, `authorities` the departments whose cases
    are its own wherever they come from. `keys` are its signing keys, newest first, each with
    `jwk`, `not_before` and `not_after`; `sealing` is the key to seal for it (JWK).
    """

    name = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    role = models.CharField(max_length=8)  # hub | node
    address = models.CharField(max_length=200)
    regions = models.JSONField(default=list)
    authorities = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    sealing = models.JSONField(default=dict)
    parent = models.CharField(max_length=40, blank=True)
    features = models.JSONField(default=list)
    revoked = models.BooleanField(default=False)

    objects = PeerQuerySet.as_manager()

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"peer/{self.name}"

    def nearness(self, region: str) -> int:
        """How exactly this node answers for a region; 0 when it does not."""
        return max(
            (len(p) for p in map(prefix_of, self.regions) if region.startswith(p)), default=0
        )


class Contact(models.Model):
    """How it goes with one peer, and who of our workers is talking to it just now."""

    peer = models.CharField(max_length=40, unique=True)  # its name
    leased_by = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)  # not before this
    failures = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)  # events at once while it refuses whole batches
    trouble = models.CharField(max_length=64, blank=True)
    troubled_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    version = models.CharField(max_length=40, blank=True)
    registry = models.PositiveIntegerField(null=True, blank=True)  # the version that it works from
    skew = models.FloatField(null=True, blank=True)  # seconds its clock is ahead of ours

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return f"contact/{self.peer}"

    @property
    def is_away(self) -> bool:
        """Whether the last try failed."""
        if self.troubled_at is None:
            return False
        return self.reached_at is None or self.reached_at < self.troubled_at
