"""Certificates that were asked for at a counter or by a program, and what was shown."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.certificates.models.verifiers import Verifier
from tongban.core.fields import SealedJSON
from tongban.identity.models import Person


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def open(self, *, at: datetime) -> "PresentationQuerySet":
        return self.filter(expires_at__gt=at, answered_at=None)


class Presentation(models.Model):
    """One question for a certificate (OpenID4VP), and its one answer.

    `fields` are keys of the kind of certificate. `shown` is kept for a day and then forgotten.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    verifier = models.ForeignKey(Verifier, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    under = models.CharField(max_length=80)  # ref of the post
    kind = models.SlugField(max_length=40)
    fields = models.JSONField(default=list)
    nonce = models.CharField(max_length=64)
    client_id = models.CharField(max_length=120)
    request = models.TextField()  # as it was signed
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True)  # a key of SENTENCES
    issuer = models.CharField(max_length=40, blank=True)  # the platform; empty for ours
    shown = SealedJSON(default=dict)

    objects = PresentationQuerySet.as_manager()

    class Privacy:
        personal = ("asker", "shown")
        whose = ()
        apart = "what a counter was shown; deleted after a day"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="presentation_is_answered_with_an_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["asker", "-asked_at"], name="presentation_by_asker"),
            models.Index(fields=["expires_at"], name="presentation_by_end"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"presentation/{self.public_id}"
