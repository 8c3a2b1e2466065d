"""What stands in people's way (办事堵点): one list, whatever it was that told us."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.catalog.models import Office
from tongban.core.fields import SealedText
from tongban.hotline.models.requests import Request
from tongban.hotline.rules.problems import ProblemStatus, Source
from tongban.identity.models import Person


class Problem(models.Model):
    """Something that kept people from getting what they came for, with an owner and a day.

    `about` is the ref of what told us, and tells us once. `rater` told us, and is called back by
    the owner if they want `to_call`. A bad rating is about the work of its `handler`, who sees it
    from `shown_at` on, never learns who rated, and decides nothing about it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    source = models.CharField(max_length=12, choices=Source)
    about = models.CharField(max_length=160)
    what = SealedText()
    region = models.CharField(max_length=12, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    rater = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    handler = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    shown_at = models.DateTimeField(null=True, blank=True)
    to_call = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=ProblemStatus, default=ProblemStatus.OPEN)
    count = models.PositiveIntegerField(default=1)  # how often it was met
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    called_at = models.DateTimeField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    malicious = models.BooleanField(null=True)  # the office says so: None until it is decided
    contested_at = models.DateTimeField(null=True, blank=True)
    appeal = SealedText(blank=True)
    appealed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    result = SealedText(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("what", "rater", "appeal", "result")
        whose = ("rater", "request__asker")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "about"], name="problem_is_told_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(status=ProblemStatus.OPEN),
                name="closed_problem_has_a_result",
            ),
        ]
        indexes = [models.Index(fields=["office", "status", "due_on"], name="problem_by_office")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"problem/{self.public_id}"


class Publication(models.Model):
    """A request and its answer as anybody may read them: masked by rule, seen by a person."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    answer = models.TextField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("text", "answer", "by")
        whose = ("request__asker",)

    class Meta:
        indexes = [models.Index(fields=["-published_at"], name="publication_by_time")]

    def __str__(self) -> str:
        return f"publication/{self.public_id}"
