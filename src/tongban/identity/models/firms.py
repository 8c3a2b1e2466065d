"""Firms, and who may act for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from tongban.federation.queries import HERE
from tongban.identity.models.mandates import Mandate
from tongban.identity.models.people import Person
from tongban.identity.rules import GrantKind


class Organisation(models.Model):
    """A firm or other legal person (法人)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18)
    legal_representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=12, blank=True)
    synthetic = models.BooleanField(default=False)
    node = models.CharField(max_length=40, default=HERE, blank=True)  # who keeps its powers
    created_at = models.DateTimeField()

    class Privacy:
        personal = ("legal_representative",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uscc"], name="organisation_is_known_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"organisation/{self.public_id}"


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self, *, at: datetime) -> "GrantQuerySet":
        return self.filter(starts_at__lte=at, revoked_at=None).filter(
            Q(ends_at=None) | Q(ends_at__gt=at)
        )


class Grant(models.Model):
    """A power to act for an organisation, for some services or all, until it ends."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=24, choices=GrantKind)
    services = models.JSONField(default=list)  # service ids; empty means all
    # The grant this one hangs on; none for the legal representative, who has it by law.
    given_under = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="given"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Privacy:
        personal = ("agent",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="grant_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["organisation", "agent", "kind"],
                condition=Q(revoked_at=None),
                name="grant_is_given_once",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"grant/{self.public_id}"

    def is_live(self, *, at: datetime) -> bool:
        ended = self.revoked_at is not None or (self.ends_at is not None and self.ends_at <= at)
        return self.starts_at <= at and not ended


@dataclass(frozen=True)
class Actor:
    """Who acts, for whom, and under which grant. A citizen for herself has only `person`.

    Under a mandate `person` is the one who is acted for, so that everything done is theirs; whose
    hand it was is `hand`.
    """

    person: Person
    grant: Grant | None = None
    mandate: Mandate | None = None

    @property
    def hand(self) -> Person:
        return self.mandate.agent if self.mandate else self.person

    @property
    def organisation(self) -> Organisation | None:
        return self.grant.organisation if self.grant else None

    @property
    def public_id(self) -> UUID:
        return self.person.public_id

    @property
    def under(self) -> str:
        power = self.grant or self.mandate
        return power.ref if power else ""
