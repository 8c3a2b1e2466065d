"""The other nodes, as the hub's registry describes them."""

from django.db import models

from tongban.federation.rules import prefix_of


class PeerQuerySet(models.QuerySet["Peer"]):
    def active(self) -> "PeerQuerySet":
        return self.filter(revoked=False)


class Peer(models.Model):
    """Another installation, as the newest registry that we hold describes it (平台).

    `regions` are the GB/T 2260 codes it answers for, `authorities` the departments whose cases
    are its own wherever they come from. `keys` are its public keys, newest first.
    """

    name = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    role = models.CharField(max_length=8)  # hub | node
    address = models.CharField(max_length=200)
    regions = models.JSONField(default=list)
    authorities = models.JSONField(default=list)
    keys = models.JSONField(default=list)
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
