"""What happens to a case: steps, pauses of its clock, requests to mend it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.cases.models.cases import Case
from tongban.cases.rules import PauseKind, Status
from tongban.catalog.models import Post
from tongban.core.fields import SealedJSON, SealedText
from tongban.federation.queries import HERE
from tongban.identity.models import Person


class Step(models.Model):
    """One thing that happened to a case, as the applicant sees it. Append-only (环节).

    `number` is what `progress` was with this step, so it names the step at every node. One that
    was taken at another `node` says by `who`; one that hands the case over says `to` whom.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="steps")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=32)  # submitted, accepted, paused, …
    status = models.CharField(max_length=16, choices=Status)  # after it
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    note = SealedText(blank=True)
    stage = models.CharField(max_length=48, blank=True)  # of a joint case
    node = models.CharField(max_length=40, default=HERE, blank=True)
    to = models.CharField(max_length=40, blank=True)
    who = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Privacy:
        personal = ("by", "note", "who")
        whose = ("case__applicant",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="step_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"


class Pause(models.Model):
    """A named special procedure during which the clock stands still (特别程序)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=24, choices=PauseKind)
    reason = SealedText()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("reason",)
        whose = ("case__applicant",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="case_is_paused_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="pause_ends_after_it_starts",
            ),
        ]


class Correction(models.Model):
    """One request to mend a case: all defects at once (补正)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    defects = SealedJSON(default=list)  # [{kind: field|material, key, problem}]
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("defects",)
        whose = ("case__applicant",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="case_has_one_open_correction"
            )
        ]
