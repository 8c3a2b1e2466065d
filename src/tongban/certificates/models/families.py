"""Families: a relative who keeps somebody's certificates in their own wallet, too."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.certificates.rules import TieKind
from tongban.identity.models import Person


class FamilyTieQuerySet(models.QuerySet["FamilyTie"]):
    def live(self, *, at: datetime) -> "FamilyTieQuerySet":
        return self.filter(ended_at=None, starts_at__lte=at, ends_at__gt=at)


class FamilyTie(models.Model):
    """`relative` may look at the certificates of `holder` until a day; either may end it before.

    For a child it was proven by a certificate and ends with the eighteenth birthday; an adult
    gave consent.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=TieKind)
    proof = models.CharField(max_length=80, blank=True)  # ref of a certificate
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FamilyTieQuerySet.as_manager()

    class Privacy:
        personal = ("holder", "relative")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "relative"],
                condition=Q(ended_at=None),
                name="relative_keeps_a_wallet_once",
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("relative")), name="nobody_is_their_own_relative"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="family_tie_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"family/{self.public_id}"
