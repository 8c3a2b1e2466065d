"""Changing the number by which somebody signs in."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.core.fields import SealedText
from tongban.identity.models.people import Person
from tongban.identity.rules import masked_number


class PhoneChangeQuerySet(models.QuerySet["PhoneChange"]):
    def open(self, *, at: datetime) -> "PhoneChangeQuerySet":
        """Those that the old number may still take back."""
        return self.filter(taken_back_at=None, until__gt=at)


class PhoneChange(models.Model):
    """A person has a new number (换绑手机). Until `until` the old one can take it back.

    `digest` is of the name in the link that was sent to the old number. `under` is the post of
    the official who did it at a counter, else empty.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phone_changes")
    old = SealedText(blank=True)
    old_index = models.CharField(max_length=64, null=True)  # noqa: DJ001  absent is not ""
    new = SealedText()
    digest = models.CharField(max_length=64, unique=True)
    under = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = PhoneChangeQuerySet.as_manager()

    class Privacy:
        personal = ("person", "old", "new")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="phone_change_can_be_taken_back"
            )
        ]
        indexes = [models.Index(fields=["old_index", "until"], name="phone_change_by_old_number")]

    def __str__(self) -> str:
        return self.ref

    @property
    def old_masked(self) -> str:
        return masked_number(self.old, front=3)

    @property
    def new_masked(self) -> str:
        return masked_number(self.new, front=3)

    @property
    def ref(self) -> str:
        return f"phone-change/{self.public_id}"
