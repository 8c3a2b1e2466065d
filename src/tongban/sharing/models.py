"""What registers may tell, who was allowed to ask, and every time that somebody did."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.catalog.models import in_language
from tongban.core.fields import SealedJSON, SealedText
from tongban.federation.queries import HERE
from tongban.identity.models import Person
from tongban.sharing.rules import ANSWERED, Outcome, Purpose, State, Updated


class Resource(models.Model):
    """What a register may tell other authorities (数据资源). Where `node` is empty it is ours."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    owner = models.CharField(max_length=32)  # code of the authority
    owner_names = models.JSONField(default=dict)
    node = models.CharField(max_length=40, default=HERE, blank=True)
    office = models.CharField(max_length=60)  # code of the desk that decides who may ask
    office_names = models.JSONField(default=dict)
    answers = models.CharField(max_length=12)  # match | record
    fields = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    updated = models.CharField(max_length=12, choices=Updated)
    a_day = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    heard = models.JSONField(default=list)  # names of the nodes that were told, of our own
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"resource/{self.public_id}"

    @property
    def keys(self) -> list[str]:
        return [str(each["key"]) for each in self.fields]


class SharingRequestQuerySet(models.QuerySet["SharingRequest"]):
    def live(self, *, at: datetime) -> "SharingRequestQuerySet":
        return self.filter(state=State.APPROVED, until__gt=at)

    def ours_to_decide(self) -> "SharingRequestQuerySet":
        """What others, or offices of our own, ask of registers that we keep."""
        return self.filter(node=HERE)


class SharingRequest(models.Model):
    """An authority asks to be allowed to ask a register for one service (共享申请).

    The row exists at the node that asks and at the one that owns the register, under one public
    id. `turn` grows with every decision, so that old news never undoes new news.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    resource = models.CharField(max_length=40)
    node = models.CharField(max_length=40, default=HERE, blank=True)  # who owns the register
    asker = models.CharField(max_length=40, default=HERE, blank=True)  # whose official asks
    office = models.CharField(max_length=60)
    office_names = models.JSONField(default=dict)
    service = models.CharField(max_length=64)
    service_names = models.JSONField(default=dict)
    purpose = models.CharField(max_length=12, choices=Purpose)
    basis = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)
    fields = models.JSONField(default=list)
    granted = models.JSONField(default=list)
    a_day = models.PositiveIntegerField()
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    turn = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SharingRequestQuerySet.as_manager()

    class Privacy:
        personal = ("asked_by", "decided_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="nobody_approves_what_they_asked_for",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(until__isnull=False),
                name="approval_to_ask_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ASKED) | Q(decided_at__isnull=False),
                name="decided_sharing_request_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["resource", "asker", "office", "service"],
                condition=Q(state=State.ASKED),
                name="sharing_is_asked_for_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "service", "state"], name="sharing_by_service"),
            models.Index(fields=["node", "state", "-asked_at"], name="sharing_by_owner"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"sharing/{self.public_id}"


class SharingCall(models.Model):
    """A register was asked about somebody (共享调用). Never what it said.

    The row exists at both nodes under one public id; within one node there is one.
    """

    public_id = models.UUIDField(default=uuid4, editable=False)
    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="calls")
    resource = models.CharField(max_length=40)
    node = models.CharField(max_length=40, default=HERE, blank=True)
    asker = models.CharField(max_length=40, default=HERE, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    under = models.CharField(max_length=80)
    office = models.JSONField(default=dict)
    about = models.CharField(max_length=80)  # ref of the case
    reference = models.CharField(max_length=24)
    service = models.CharField(max_length=64)
    purpose = models.CharField(max_length=12, choices=Purpose)
    fields = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(max_length=64, blank=True)  # code of what went wrong
    proof = SealedText(blank=True)  # what the asking node signed, for showing afterwards
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person", "by", "proof")
        whose = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="register_answers_a_call_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(ANSWERED)) | Q(answered_at__isnull=False),
                name="answered_call_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-at"], name="call_by_case"),
            models.Index(fields=["resource", "-at"], name="call_by_resource"),
            models.Index(fields=["request", "at"], name="call_by_approval"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"call/{self.public_id}"


class RegisterRow(models.Model):
    """What a PRETEND register says about an invented person. A real register has its own tables."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    resource = models.CharField(max_length=40)
    number_index = models.CharField(max_length=64)
    content = SealedJSON(default=dict)  # name, number and the fields, as text
    changed_at = models.DateTimeField(null=True, blank=True)  # an official corrected it

    class Privacy:
        personal = ("content",)
        apart = "a pretend register of an authority, which is asked case by case"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "number_index"], name="register_has_somebody_once"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"register-row/{self.public_id}"
