"""What registers said for a case."""

from uuid import uuid4

from django.db import models

from tongban.cases.models.cases import Case
from tongban.catalog.models import in_language
from tongban.core.fields import SealedJSON
from tongban.identity.models import Person


class Consultation(models.Model):
    """A register was asked in place of a paper. `lines` is what it said, each with its names.

    That somebody asked is in the log of `sharing`, too; what was answered is only here.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_index=False, related_name="consultations"
    )
    key = models.CharField(max_length=48)  # of the material
    register = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    owner = models.CharField(max_length=32)  # code of the authority
    owner_names = models.JSONField(default=dict)
    lines = SealedJSON(default=list)
    outcome = models.CharField(max_length=12)  # as `sharing` says it
    call = models.CharField(max_length=80, blank=True)  # ref
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        personal = ("lines", "by")
        whose = ("case__applicant",)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="consultation_by_case")]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"consultation/{self.public_id}"
