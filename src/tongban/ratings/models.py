from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedText
from tongban.identity.models import Person


class Norm(models.Model):
    """One official tag of 好差评 that goes with a level (norm code)."""

    code = models.CharField(max_length=8, unique=True)
    level = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    in_use = models.BooleanField(default=True)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.code


class Rating(models.Model):
    """How one finished thing went for one person. Knows the thing by reference only.

    Hidden from those who handled it until `sealed_at`, and then shown without the rater.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=80)  # ref
    service = models.CharField(max_length=64)
    office = models.CharField(max_length=32, blank=True)
    node = models.CharField(max_length=40, blank=True)  # whose work it is about, if not ours
    rater = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    level = models.PositiveSmallIntegerField()
    norms = models.JSONField(default=list)
    comment = SealedText(blank=True)
    channel = models.CharField(max_length=16)
    obtained = models.CharField(max_length=16)  # invited | own
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    rated_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("rater", "comment")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "rater"], name="rating_is_given_once"),
            models.UniqueConstraint(
                fields=["rater", "idempotency_key"], name="rating_is_created_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="rating_level_is_one_to_five"
            ),
        ]
        indexes = [models.Index(fields=["service", "sealed_at"], name="rating_by_service")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"rating/{self.public_id}"
