"""What somebody asked of an authority, and what became of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.catalog.models import Authority, Office, Post
from tongban.core.fields import SealedJSON, SealedText
from tongban.federation.queries import HERE
from tongban.hotline.rules import WITH_OFFICIALS, Channel, Kind, Level, Status, Urgency
from tongban.identity.models import Person

ON_A_DESK = [status for status in Status if status in {*WITH_OFFICIALS, Status.ANSWERED}]


class RequestQuerySet(models.QuerySet["Request"]):
    def of(self, person: Person) -> "RequestQuerySet":
        return self.filter(asker=person)

    def at(self, office: Office) -> "RequestQuerySet":
        """What the office was given to answer, or watches over as the hotline's own desk."""
        return self.filter(Q(office=office) | Q(center=office))

    def on_desk(self, office: Office) -> "RequestQuerySet":
        return self.filter(desk=office)


class Request(models.Model):
    """A request to a government (诉求).

    `office` must answer; `center` is the hotline's desk that dispatches, visits and closes.
    `desk` is its office's, while that has to answer it here. `caller` is who telephoned without being
    known to us. `custodian` is the node that answers, `origin` the one where it was asked.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    category = models.CharField(max_length=6, blank=True)  # class code (GB/T 39666)
    asker = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    caller = SealedJSON(default=dict)  # name, phone
    may_publish = models.BooleanField(default=False)  # anonymised, when it was answered
    confidential = models.BooleanField(default=False)  # those who answer do not learn who asked
    text = SealedText()
    place = SealedJSON(default=dict)  # words, lon, lat
    about = models.CharField(max_length=80, blank=True)  # ref
    region = models.CharField(max_length=12, blank=True)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    center = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    handler = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    suggested = models.JSONField(default=dict)  # what the program made of the text, and why
    channel = models.CharField(max_length=16, choices=Channel)
    status = models.CharField(max_length=16, choices=Status)
    urgency = models.CharField(max_length=8, default=Urgency.USUAL)
    emergency = models.CharField(max_length=8, blank=True)  # the number that was pointed to
    abusive = models.BooleanField(default=False)  # marked for those who read it, nothing else
    level = models.CharField(max_length=16, choices=Level, default=Level.AUTHORITY)
    bounces = models.PositiveSmallIntegerField(default=0)
    contests = models.PositiveSmallIntegerField(default=0)
    main = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    answer = SealedText(blank=True)
    evidence = SealedText(blank=True)  # what was done, when and by whom
    solved = models.BooleanField(null=True)  # what the return visit found
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    supervised_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=40, default=HERE, blank=True)
    custodian = models.CharField(max_length=40, default=HERE, blank=True)
    epoch = models.PositiveIntegerField(default=1)  # how often it changed hands
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    request_digest = models.CharField(max_length=64, blank=True)

    objects = RequestQuerySet.as_manager()

    class Privacy:
        personal = ("asker", "caller", "text", "place", "answer", "evidence")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "idempotency_key"], name="request_is_created_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(desk=None) | Q(status__in=ON_A_DESK),
                name="request_lies_on_a_desk_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_at__isnull=False),
                name="closed_request_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(main__isnull=False),
                name="merged_request_names_its_main_one",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "-opened_at"], name="request_by_asker"),
            models.Index(fields=["desk", "due_on"], name="request_by_desk_and_due"),
            models.Index(fields=["center", "status", "due_on"], name="request_by_center_and_due"),
            models.Index(
                fields=["center", "status", "answered_at"], name="request_by_center_to_visit"
            ),
            models.Index(fields=["handler", "due_on"], name="request_by_handler"),
            models.Index(fields=["office", "-opened_at"], name="request_by_office_and_time"),
            models.Index(fields=["center", "-opened_at"], name="request_by_center_and_time"),
            models.Index(
                fields=["status", "answered_at"],
                condition=Q(status=Status.ANSWERED),
                name="request_answered_by_time",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"request/{self.public_id}"

    @property
    def is_open(self) -> bool:
        return Status(self.status) in WITH_OFFICIALS


class RequestStep(models.Model):
    """One thing that happened to a request, as its asker sees it. Append-only."""

    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, db_index=False, related_name="steps"
    )
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    status = models.CharField(max_length=16, choices=Status)  # after it
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    note = SealedText(blank=True)
    inside = models.BooleanField(default=False)  # only officials see it
    who = models.JSONField(default=dict)  # names of the office or authority it concerns
    node = models.CharField(max_length=40, default=HERE, blank=True)
    at = models.DateTimeField()

    class Privacy:
        personal = ("by", "note", "who")
        whose = ("request__asker",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="request_step_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.action}"


class Photo(models.Model):
    """A picture that goes with a request, or that shows what was done. Made anew when it came.

    Without `stored_as` it still lies at the `node` it came from.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="photos")
    purpose = models.CharField(max_length=16)  # asked | evidence
    kind = models.CharField(max_length=24)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, blank=True)
    node = models.CharField(max_length=40, default=HERE, blank=True)
    at = models.DateTimeField()

    class Privacy:
        personal = ("stored_as",)
        whose = ("request__asker",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "digest", "purpose"], name="photo_is_kept_once"
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(stored_as=""), name="photo_to_fetch")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"photo/{self.public_id}"
