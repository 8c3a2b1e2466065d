"""A person who acts for another person."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.people import Person
from tongban.identity.rules import MandateKind


class MandateQuerySet(models.QuerySet["Mandate"]):
    def live(self, *, at: datetime) -> "MandateQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at, ended_at=None)


class Mandate(models.Model):
    """A power to act for a person in some services until a day: family, or a village helper (帮办代办).

    Given on a phone it begins at once. Given on paper it was written down by one official and
    begins when another one confirms it; `paper` says where the signed sheet is kept.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_held")
    kind = models.CharField(max_length=12, choices=MandateKind)
    services = models.JSONField()  # service ids, never none
    given_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    paper = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Privacy:
        personal = ("principal", "agent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("agent")), name="mandate_is_for_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("given_at")), name="mandate_ends_after_it_was_given"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None)
                | Q(recorded_by=None)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("recorded_by"))),
                name="mandate_on_paper_is_confirmed_by_another_official",
            ),
            models.UniqueConstraint(
                fields=["principal", "agent"],
                condition=Q(ended_at=None),
                name="mandate_is_given_once",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"mandate/{self.public_id}"

    def is_live(self, *, at: datetime) -> bool:
        begun = self.starts_at is not None and self.starts_at <= at
        return begun and self.ended_at is None and self.ends_at > at
