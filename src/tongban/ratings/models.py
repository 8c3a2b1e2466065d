from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.core.fields import SealedText
from tongban.identity.models import Person
from tongban.ratings.rules import BY_STAFF, Kind, Obtained


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


class Occasion(models.Model):
    """Something that ended for somebody, and can be rated once.

    `about` is its ref, `rater` whoever may rate it; a ticket from the door has none, and is rated
    with the code at the counter. `told` are the nodes that have to do with it, `node` the one that
    did it, empty for us. `clerk` did it, and neither calls back nor judges an appeal.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    names = models.JSONField(default=dict)
    reference = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=64, blank=True)
    authority = models.CharField(max_length=32, blank=True)
    office = models.CharField(max_length=32, blank=True)
    node = models.CharField(max_length=40, blank=True)
    told = models.JSONField(default=list)
    counter = models.CharField(max_length=8, blank=True)
    clerk = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    rater = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="occasions"
    )
    ended_at = models.DateTimeField()

    class Privacy:
        personal = ("rater",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about"], name="occasion_is_made_once"),
        ]
        indexes = [
            models.Index(fields=["rater", "-ended_at"], name="occasion_by_rater"),
            models.Index(fields=["office", "reference"], name="occasion_by_reference"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"occasion/{self.public_id}"


class Rating(models.Model):
    """How one finished thing went for one person. Knows the thing by reference only.

    Hidden from those who handled it until `sealed_at`, and then shown without the rater. The first
    `round` is never overwritten: after a bad one was followed up there can be a second. `mended`
    and `result` say what came of it; one that was `set_aside_at` is kept and not counted.
    Without `occasion` another node counted it for us, and there is nobody behind it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=80)  # ref
    round = models.PositiveSmallIntegerField(default=1)
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, null=True, related_name="ratings"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    service = models.CharField(max_length=64, blank=True)
    authority = models.CharField(max_length=32, blank=True)
    office = models.CharField(max_length=32, blank=True)
    node = models.CharField(max_length=40, blank=True)  # whose work it is about, if not ours
    rater = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="ratings")
    level = models.PositiveSmallIntegerField()
    norms = models.JSONField(default=list)
    comment = SealedText(blank=True)
    may_call = models.BooleanField(default=False)
    channel = models.CharField(max_length=16)
    obtained = models.CharField(max_length=16, choices=Obtained)
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    rated_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)
    mended = models.BooleanField(null=True)
    result = SealedText(blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("rater", "comment", "result")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "round"], name="rating_is_given_once"),
            models.UniqueConstraint(
                fields=["rater", "idempotency_key"], name="rating_is_created_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="rating_level_is_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(round__in=[1, 2]), name="rating_is_the_first_or_the_second"
            ),
            models.CheckConstraint(
                condition=Q(entered_by=None) | Q(obtained__in=sorted(BY_STAFF)),
                name="rating_entered_by_staff_is_never_online",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "sealed_at"], name="rating_by_service"),
            models.Index(fields=["rated_at"], name="rating_by_time"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"rating/{self.public_id}"
