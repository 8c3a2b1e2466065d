from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tongban.cases.rules import NOT_CORRECTED, WITH_OFFICIALS, Channel, PauseKind, Status
from tongban.catalog.models import Office, Post, Service, ServiceVersion
from tongban.certificates.models import Certificate
from tongban.core.fields import SealedJSON, SealedText
from tongban.identity.models import Actor, Organisation, Person


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, actor: Actor) -> "CaseQuerySet":
        """A person's own cases, or those of the firm they act for, as far as the grant reaches."""
        if actor.grant:
            found = self.filter(organisation=actor.organisation)
            reach = actor.grant.services
            return found.filter(service__code__in=reach) if reach else found
        return self.filter(applicant=actor.person, organisation=None)

    def at(self, office: Office) -> "CaseQuerySet":
        """What an office was given. Drafts are nobody's business but the applicant's."""
        return self.filter(office=office, submitted_at__isnull=False)

    def drafts(self) -> "CaseQuerySet":
        return self.filter(status=Status.DRAFT)

    def waiting_at(self, office: Office) -> "CaseQuerySet":
        """What lies on the office's desk now."""
        return self.filter(desk=office)


class Case(models.Model):
    """An application for one service, from draft to result (办件).

    `answers` holds what the applicant said, by field of the package's form. `revision` grows
    with every save of the draft, so that two devices cannot overwrite each other unseen.
    `office` is where the case belongs; `desk` is the same office while it is an official's turn.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    # No index for a foreign key alone: those below begin with the ones that are looked up.
    service = models.ForeignKey(Service, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    applicant = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, related_name="cases"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="cases",
    )
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.MOBILE)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    desk = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    handler = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    answers = SealedJSON(default=dict)
    revision = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    request_digest = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    decision_reason = SealedText(blank=True)
    decided_by_rule = models.CharField(max_length=64, blank=True)
    rule_explained = models.JSONField(default=dict)  # why, in three languages
    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
    )
    result = SealedJSON(default=dict)  # what a document or record says, by field

    objects = CaseQuerySet.as_manager()

    class Privacy:
        personal = ("applicant", "answers", "decision_reason", "result")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "idempotency_key"], name="case_is_created_once_per_key"
            ),
            models.UniqueConstraint(
                fields=["applicant", "service"],
                condition=Q(status=Status.DRAFT, organisation=None),
                name="person_has_one_draft_per_service",
            ),
            models.UniqueConstraint(
                fields=["organisation", "service"],
                condition=Q(status=Status.DRAFT, organisation__isnull=False),
                name="organisation_has_one_draft_per_service",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(WITH_OFFICIALS), desk__isnull=False)
                | (~Q(status__in=sorted(WITH_OFFICIALS)) & Q(desk=None)),
                name="case_is_on_a_desk_while_officials_have_it",
            ),
            models.CheckConstraint(
                condition=Q(desk=None) | Q(due_on__isnull=False),
                name="case_on_a_desk_has_a_due_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="case_is_draft_or_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.GRANTED, Status.REFUSED, Status.DELIVERED])
                | Q(decided_at__isnull=False),
                name="decided_case_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.WITHDRAWN]) | Q(office__isnull=False),
                name="submitted_case_has_an_office",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-started_at"], name="case_by_applicant"),
            models.Index(fields=["organisation", "-started_at"], name="case_by_organisation"),
            models.Index(fields=["desk", "due_on", "id"], name="case_by_desk_and_due"),
            models.Index(fields=["handler", "due_on", "id"], name="case_by_handler_and_due"),
            models.Index(fields=["office", "-decided_at", "-id"], name="case_by_office_and_end"),
            models.Index(fields=["service", "-decided_at"], name="case_by_service_and_end"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> str:
        return f"case/{self.public_id}"

    @property
    def is_decided_by_rule(self) -> bool:
        """Whether a rule decided it; a table may also leave it to an official, and say why."""
        at_once = bool(self.decided_at) and self.decided_at == self.submitted_at
        return bool(self.decided_by_rule and at_once) or self.decided_by_rule == NOT_CORRECTED


class Step(models.Model):
    """One thing that happened to a case, as the applicant sees it. Append-only (环节)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=32)  # submitted, accepted, paused, …
    status = models.CharField(max_length=16, choices=Status)  # after it
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    note = SealedText(blank=True)
    at = models.DateTimeField()

    class Privacy:
        personal = ("by", "note")

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
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("defects",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="case_has_one_open_correction"
            )
        ]


class Upload(models.Model):
    """A file somebody gave us, checked and re-encoded. The bytes lie in the file store."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = SealedText()
    kind = models.CharField(max_length=40)  # content type, by content
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True)  # random; says nothing
    at = models.DateTimeField()

    class Privacy:
        personal = ("owner", "name")

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"upload/{self.public_id}"


class Material(models.Model):
    """What a case has for one entry of the package's list of materials."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials")
    key = models.CharField(max_length=48)  # id in the package
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    at = models.DateTimeField()

    class Privacy:
        personal = ("certificate", "upload")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(certificate__isnull=False),
                name="material_has_one_certificate",
            ),
            models.CheckConstraint(
                condition=Q(certificate=None, upload__isnull=False)
                | Q(certificate__isnull=False, upload=None),
                name="material_is_a_certificate_or_an_upload",
            ),
        ]
