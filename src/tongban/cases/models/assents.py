"""Who else has to agree to what somebody applies for."""

from uuid import uuid4

from django.db import models

from tongban.cases.models.cases import Case
from tongban.core.fields import SealedText
from tongban.identity.models import Person


class Consent(models.Model):
    """Somebody named in a bundle, found by ID number, agrees before it begins, or does not."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_index=False, related_name="consents"
    )
    key = models.CharField(max_length=48)  # id in the package
    name = SealedText()
    number_index = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    given = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal = ("name", "by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="consent_is_asked_once")
        ]
        indexes = [
            models.Index(
                fields=["number_index"],
                condition=models.Q(answered_at=None),
                name="consent_waiting_by_number",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"consent/{self.public_id}"
