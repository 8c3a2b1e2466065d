"""What somebody did for another person, and until when that person can stop it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.cases.models.cases import Case
from tongban.identity.models import Mandate


class Act(models.Model):
    """One thing that an agent did with a case under a mandate. Its principal was told at once."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acts")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    at = models.DateTimeField()
    veto_until = models.DateTimeField()
    vetoed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("mandate",)
        whose = ("case__applicant",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(vetoed_at=None) | Q(vetoed_at__lte=F("veto_until")),
                name="act_is_vetoed_in_time",
            )
        ]
        indexes = [models.Index(fields=["mandate", "-at"], name="act_by_mandate")]

    def __str__(self) -> str:
        return f"act/{self.public_id}"
